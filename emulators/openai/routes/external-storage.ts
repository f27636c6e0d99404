import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { listed, plainPage, text } from "../paging.ts";
import type { ExternalStorage } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";

const given = z.string().regex(/\S/, "must not be empty");
const providerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("aws"), bucket: given, role_arn: given }),
  z.object({
    type: z.literal("azure"),
    account_name: given,
    container: given,
    resource_group: given,
    subscription_id: given,
    tenant_id: given,
  }),
  z.object({
    type: z.literal("gcp"),
    bucket: given,
    workload_identity_pool_id: given,
    workload_identity_project_number: given,
    workload_identity_provider_id: given,
  }),
  z.object({ type: z.literal("oci"), bucket: given, region: given, tenancy_ocid: given }),
]);
const createSchema = z.object({ project_id: given, provider: providerSchema });

/** ASSUMED: everything the SDK does not say, which is where a bucket is and what a check finds. */
export function externalStorageEndpoints(store: OpenaiStore): Endpoint[] {
  const { externalStorage } = store;
  const base = "/organization/external_storage";
  const existing = (call: Call): ExternalStorage => {
    const id = param(call, "external_storage_id");
    const storage = externalStorage.get(id);
    if (!storage) throw notFound("external storage", id);
    return storage;
  };

  return [
    get(base, ({ query }) => {
      const projectId = text(query, "project_id");
      const all = projectId === undefined ? externalStorage.all : externalStorage.group("project_id", projectId);
      return { status: 200, body: plainPage(listed(externalStorage, all), query, render, { ordered: true }) };
    }),

    post(base, (call) => {
      const { project_id, provider } = valid(createSchema, call.body);
      if (store.projects.get(project_id)?.archived_at !== null)
        throw refusal(`Invalid 'project_id': no active project ${project_id}.`, {
          param: "project_id",
          code: "invalid_value",
        });
      const storage = externalStorage.insert({
        id: store.id("es_"),
        project_id,
        provider,
        status: "pending",
        created_at: seconds(call.now),
      });
      const body = render(storage);
      const data = { geography: body.geography, provider: body.provider };
      store.audit("external_storage.registered", { id: storage.id, data }, call.actor, call.now, project_id);
      return store.created(body);
    }),

    get(`${base}/{external_storage_id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    // Source: SDK 7.57. Without a bucket of its own, a project falls back on the organization's retention.
    del(`${base}/{external_storage_id}`, (call) => {
      const { id, project_id } = existing(call);
      externalStorage.delete(id);
      if (externalStorage.group("project_id", project_id).size === 0) store.dataRetention.delete(project_id);
      store.audit("external_storage.removed", { id }, call.actor, call.now, project_id);
      return { status: 200, body: { object: "organization.external_storage.deleted", id, deleted: true } };
    }),

    post(`${base}/{external_storage_id}/validate`, (call) => ({
      status: 200,
      body: render(externalStorage.replace({ ...existing(call), status: "validated" })),
    })),
  ];
}

const REGIONS = { aws: "us-east-1", azure: "eastus", gcp: "us-east1" };

const render = ({ id, project_id, provider, status, created_at }: ExternalStorage) => ({
  object: "organization.external_storage",
  id,
  project_id,
  geography: "us",
  status,
  created_at,
  provider: renderProvider(project_id, provider),
});

/** With the members that OpenAI adds. */
function renderProvider(projectId: string, provider: ExternalStorage["provider"]) {
  if (provider.type === "oci") return provider;
  const region = REGIONS[provider.type];
  if (provider.type === "azure") return { ...provider, region };
  if (provider.type === "gcp") return { ...provider, region, audience: projectId };
  return { ...provider, region, external_id: projectId, account_id: provider.role_arn.split(":")[4] ?? "" };
}
