import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { choice, listed, plainPage } from "../paging.ts";
import type { ExternalKey } from "../records.ts";
import { type OpenaiStore, ORGANIZATION_ID, seconds } from "../store.ts";

const PURPOSES = ["ekm", "psp_decryption"] as const;
const given = z.string().regex(/\S/, "must not be empty");
const shared = { name: given, purpose: z.enum(PURPOSES).optional() };
const createSchema = z.discriminatedUnion("type", [
  z.object({ ...shared, type: z.literal("aws"), external_id: given, kms_arn: given, role_arn: given }),
  z.object({
    ...shared,
    type: z.literal("gcp"),
    audience: given,
    kms_key_location: given,
    kms_key_name: given,
    kms_key_ring_name: given,
    kms_project_id: given,
    workload_identity_pool_id: given,
    workload_identity_project_number: given,
    workload_identity_provider_id: given,
    kms_key_version: given.optional(),
  }),
  z.object({
    ...shared,
    type: z.literal("azure"),
    key_name: given,
    tenant_id: given,
    vault_uri: given,
    key_version: given.optional(),
  }),
  z.object({
    ...shared,
    type: z.literal("oci"),
    key_ocid: given,
    region: given,
    vault_ocid: given,
    key_version_ocid: given.optional(),
  }),
]);

export function externalKeyEndpoints(store: OpenaiStore): Endpoint[] {
  const { externalKeys } = store;
  const base = "/organization/external_keys";
  const existing = (call: Call): ExternalKey => {
    const id = param(call, "external_key_id");
    const key = externalKeys.get(id);
    if (!key) throw notFound("external key", id);
    return key;
  };
  const render = (key: ExternalKey) => ({
    id: key.id,
    // ASSUMED: what the SDK leaves open in this and the next two.
    object: "organization.external_key",
    workspace_id: ORGANIZATION_ID,
    api_project_ids: [...store.projects.all].filter((one) => one.external_key_id === key.id).map(({ id }) => id),
    created_at: key.created_at,
    ...key.fields,
  });

  return [
    get(base, ({ query }) => {
      const purpose = choice(query, "purpose", PURPOSES);
      const where = (key: ExternalKey) => purpose === undefined || key.fields.purpose === purpose;
      return {
        status: 200,
        body: plainPage(listed(externalKeys, externalKeys.all, where), query, render, { ordered: true }),
      };
    }),

    post(base, (call) => {
      const fields = { ...valid(createSchema, call.body) };
      const purpose = fields.purpose ?? "ekm";
      refuseForeign(store, "external_id", fields.type === "aws" ? fields.external_id : undefined);
      refuseForeign(store, "audience", fields.type === "gcp" ? fields.audience : undefined);
      refuseVersion(purpose, fields);
      const key = externalKeys.insert({
        id: store.id("ek_"),
        created_at: seconds(call.now),
        fields: { ...fields, purpose },
      });
      store.audit("external_key.registered", { id: key.id, data: key.fields }, call.actor, call.now);
      return store.created(render(key));
    }),

    get(`${base}/{external_key_id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    // The one deletion that answers what was deleted.
    del(`${base}/{external_key_id}`, (call) => {
      const key = existing(call);
      const body = render(key);
      externalKeys.delete(key.id);
      store.audit("external_key.removed", { id: key.id }, call.actor, call.now);
      return { status: 200, body };
    }),

    // ASSUMED: the word.
    post(`${base}/{external_key_id}/validate`, (call) => {
      existing(call);
      return { status: 200, body: { status: "valid" } };
    }),
  ];
}

/** What OpenAI shows to the customer's cloud must be the organization or one of its projects. Source: SDK 7.57. */
export function refuseForeign(store: OpenaiStore, member: string, id: string | undefined): void {
  if (id === undefined || id === ORGANIZATION_ID || store.projects.get(id)) return;
  throw refusal(`Invalid '${member}': must be the id of the organization or of one of its projects.`, {
    param: member,
    code: "invalid_value",
  });
}

/** An exact version is required for decryption and not accepted otherwise. Source: SDK 7.57. AWS has none. */
function refuseVersion(purpose: (typeof PURPOSES)[number], fields: z.infer<typeof createSchema>): void {
  if (fields.type === "aws") return;
  const member = { gcp: "kms_key_version", azure: "key_version", oci: "key_version_ocid" }[fields.type];
  const isGiven = (fields as Record<string, unknown>)[member] !== undefined;
  if (isGiven === (purpose === "psp_decryption")) return;
  throw refusal(`Invalid '${member}': required for psp_decryption, and not accepted for ekm.`, {
    param: member,
    code: "invalid_value",
  });
}
