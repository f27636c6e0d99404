import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { cursorPage, listed, text } from "../paging.ts";
import type { ApiKey, ServiceAccount } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";
import { activeProject, existingProject } from "./projects.ts";

/** The name of a key that was given none, as in the official examples. */
const DEFAULT_NAME = "Secret Key";

/** ASSUMED: the bounds are those that the specification gives for admin keys. */
export const expiresInSeconds = z.int().min(1, "must be at least 1").max(31_536_000, "must be at most 31536000");

/** Known to the SDK only. Neither field takes null. */
const updateSchema = z
  .object({ scopes: z.array(z.string()).optional(), expires_in_seconds: expiresInSeconds.optional() })
  .refine(
    (body) => body.scopes !== undefined || body.expires_in_seconds !== undefined,
    "Provide scopes or expires_in_seconds.",
  );

const accessSchema = z.object({ owner_project_access: z.enum(["active", "inactive", "any"]) });

export function apiKeyEndpoints(store: OpenaiStore): Endpoint[] {
  const { apiKeys } = store;
  const base = "/organization/projects/{project_id}/api_keys";
  const existing = (call: Call): ApiKey => {
    const project = existingProject(store, call);
    const id = param(call, "api_key_id");
    const key = apiKeys.get(id);
    if (key?.project_id !== project.id) throw notFound("API key", id);
    return key;
  };
  const render = (key: ApiKey) => renderApiKey(store, key);

  return [
    // The keys of an archived project are gone, so that its list is empty.
    get(base, (call) => {
      const project = existingProject(store, call);
      const asked = text(call.query, "owner_project_access") ?? store.switches.values.unfilteredKeyList;
      const { owner_project_access } = valid(accessSchema, { owner_project_access: asked });
      const where = (key: ApiKey) => owner_project_access === "any" || accessOf(store, key) === owner_project_access;
      const { omitLastId } = store.switches.values;
      const keys = apiKeys.group("project_id", project.id);
      return { status: 200, body: cursorPage(listed(apiKeys, keys, where), call.query, render, { omitLastId }) };
    }),

    get(`${base}/{api_key_id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    post(`${base}/{api_key_id}`, (call) => {
      activeProject(store, call);
      const key = existing(call);
      const body = valid(updateSchema, optionalBody(call));
      if (key.expires_at !== null && key.expires_at <= seconds(call.now))
        throw refusal("Expired API keys cannot be updated.");
      const updated = apiKeys.replace({
        ...key,
        scopes: body.scopes ?? key.scopes,
        expires_at: expiryOf(body.expires_in_seconds, call.now) ?? key.expires_at,
      });
      const changes_requested = body.scopes === undefined ? {} : { scopes: body.scopes };
      store.audit("api_key.updated", { id: key.id, changes_requested }, call.actor, call.now, key.project_id);
      return { status: 200, body: render(updated) };
    }),

    del(`${base}/{api_key_id}`, (call) => {
      const key = existing(call);
      if (key.owner.type === "service_account" && store.switches.values.serviceAccountKeyDelete === "refused")
        throw refusal("API keys of service accounts cannot be deleted; delete the service account.");
      apiKeys.delete(key.id);
      store.audit("api_key.deleted", { id: key.id }, call.actor, call.now, key.project_id);
      return { status: 200, body: { object: "organization.project.api_key.deleted", id: key.id, deleted: true } };
    }),
  ];
}

export function createApiKey(
  store: OpenaiStore,
  owner: ServiceAccount,
  fields: { name?: string | undefined; scopes?: string[] | undefined; expires_in_seconds?: number | null | undefined },
  { actor, now }: Call,
): ApiKey {
  const key = store.apiKeys.insert({
    id: store.id("key_"),
    project_id: owner.project_id,
    owner: { type: "service_account", id: owner.id },
    name: fields.name || DEFAULT_NAME,
    value: `sk-svcacct-${randomText(48)}`,
    scopes: fields.scopes ?? [],
    expires_at: expiryOf(fields.expires_in_seconds, now),
    last_used_at: null,
    created_at: seconds(now),
  });
  store.audit("api_key.created", { id: key.id, data: { scopes: key.scopes } }, actor, now, owner.project_id);
  return key;
}

/** The one answer that shows the value. */
export const renderNewApiKey = (key: ApiKey) => ({
  object: "organization.project.service_account.api_key",
  id: key.id,
  name: key.name,
  value: key.value,
  created_at: key.created_at,
  expires_at: key.expires_at,
});

/** How a key is shown once it has been created. */
export const redacted = (value: string): string => `${value.slice(0, 8)}...${value.slice(-4)}`;

const renderApiKey = (store: OpenaiStore, key: ApiKey) => ({
  object: "organization.project.api_key",
  id: key.id,
  name: key.name,
  redacted_value: redacted(key.value),
  created_at: key.created_at,
  last_used_at: key.last_used_at,
  expires_at: key.expires_at,
  owner_project_access: accessOf(store, key),
  owner: { type: key.owner.type, [key.owner.type]: ownerOf(store, key) },
});

/** ASSUMED: an account without a role has no access to its project, and neither has a person who is not in it. */
function accessOf(store: OpenaiStore, key: ApiKey): "active" | "inactive" {
  const role =
    key.owner.type === "service_account"
      ? store.serviceAccounts.get(key.owner.id)?.role
      : store.projectUsers.get(`${key.project_id}/${key.owner.id}`)?.role;
  return role === undefined || role === "none" ? "inactive" : "active";
}

function ownerOf(store: OpenaiStore, key: ApiKey) {
  const account = store.serviceAccounts.get(key.owner.id);
  if (account) return { id: account.id, name: account.name, created_at: account.created_at, role: account.role };
  const user = store.users.get(key.owner.id);
  if (!user) throw new Error(`${key.id} has no owner`);
  const role = store.projectUsers.get(`${key.project_id}/${user.id}`)?.role ?? user.role;
  return { id: user.id, name: user.name, email: user.email, created_at: user.added_at, role };
}

/** Counted from the request that asks for it. */
export const expiryOf = (expiresIn: number | null | undefined, now: Date): number | null =>
  typeof expiresIn === "number" ? seconds(now) + expiresIn : null;

/** What an application does with its key. */
export function apiKeyControl(store: OpenaiStore): Endpoint[] {
  return [
    post("/api_keys/{api_key_id}/use", (call) => {
      const id = param(call, "api_key_id");
      const key = store.apiKeys.get(id);
      if (!key) throw notFound("API key", id);
      return {
        status: 200,
        body: renderApiKey(store, store.apiKeys.replace({ ...key, last_used_at: seconds(call.now) })),
      };
    }),
  ];
}
