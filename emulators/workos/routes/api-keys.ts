import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { type InvalidWording, invalid, invalidFields, notFound, refusal, unusableFields, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import { moment } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { ApiKey } from "../records.ts";
import { type Cause, iso, membershipKey, type WorkosStore } from "../store.ts";

const createSchema = z.object({
  name: z.string().regex(/\S/, "must not be empty"),
  permissions: z.array(z.string()).max(1000, "has too many permissions").optional(),
  expires_at: moment.optional(),
});
const createForUserSchema = createSchema.extend({ organization_id: z.string() });
const expireSchema = z.object({ expires_at: moment.nullish() });
const validateSchema = z.object({ value: z.string() });

export function apiKeyEndpoints(store: WorkosStore): Endpoint[] {
  const { apiKeys } = store;
  const existing = (call: Call): ApiKey => {
    const id = param(call, "id");
    const key = apiKeys.get(id);
    if (!key) throw notFound("API key", id);
    return key;
  };

  /** The answer that shows the value. */
  const create = (
    fields: z.infer<typeof createSchema>,
    owner: Pick<ApiKey, "organization_id" | "user_id">,
    call: Call,
    wording: InvalidWording,
  ) => {
    for (const slug of fields.permissions ?? [])
      if (!store.permissions.find("slug", slug))
        throw wording([{ field: "permissions", text: `there is no permission '${slug}'` }]);
    if (fields.expires_at !== undefined && !isAfter(fields.expires_at, call.now))
      throw wording([{ field: "expires_at", text: "must be in the future" }]);
    const key = apiKeys.insert({
      id: store.id("api_key", call.now),
      ...owner,
      name: fields.name,
      value: `sk_${randomText(32)}`,
      permissions: [...new Set(fields.permissions)],
      expires_at: fields.expires_at === undefined ? null : iso(new Date(fields.expires_at)),
      last_used_at: null,
      created_at: iso(call.now),
      updated_at: iso(call.now),
    });
    emit(store, "api_key.created", key, call.actor, call.now);
    return { ...render(key), value: key.value };
  };

  return [
    get("/organizations/{organizationId}/api_keys", (call) => {
      const { id } = existingOrganization(store, param(call, "organizationId"));
      const where = (key: ApiKey) => key.user_id === undefined;
      return { status: 200, body: list(apiKeys, apiKeys.group("organization_id", id), call.query, render, { where }) };
    }),

    // ASSUMED: an organization may have several keys of one name.
    post("/organizations/{organizationId}/api_keys", (call) => {
      const { id: organization_id } = existingOrganization(store, param(call, "organizationId"));
      const body = valid(createSchema, call.body, invalidFields);
      return { status: 201, body: create(body, { organization_id }, call, invalidFields) };
    }),

    get("/user_management/users/{userId}/api_keys", (call) => {
      const { id } = existingUser(store, param(call, "userId"));
      const organizationId = text(call.query, "organization_id");
      const where = (key: ApiKey) => organizationId === undefined || key.organization_id === organizationId;
      return { status: 200, body: list(apiKeys, apiKeys.group("user_id", id), call.query, render, { where }) };
    }),

    // ASSUMED: 400 for an organization that the user is no active member of.
    post("/user_management/users/{userId}/api_keys", (call) => {
      const { id: user_id } = existingUser(store, param(call, "userId"));
      const body = valid(createForUserSchema, call.body);
      const { id: organization_id } = existingOrganization(store, body.organization_id);
      if (store.memberships.find("pair", membershipKey(user_id, organization_id))?.status !== "active")
        throw unusableFields([{ field: "organization_id", text: "the user is no active member" }]);
      return { status: 201, body: create(body, { organization_id, user_id }, call, unusableFields) };
    }),

    // A future moment schedules the expiry, null cancels it, no value or a past moment expires the key now.
    post("/api_keys/{id}/expire", (call) => {
      const key = existing(call);
      const body = valid(expireSchema, optionalBody(call), invalid);
      if (hasExpired(key, call.now)) throw refusal(409, "api_key_already_expired", "The API key has expired already.");
      const planned =
        typeof body.expires_at === "string" && isAfter(body.expires_at, call.now) ? body.expires_at : undefined;
      const expires_at = body.expires_at === null ? null : iso(planned === undefined ? call.now : new Date(planned));
      if (expires_at === key.expires_at) return { status: 200, body: render(key) };
      const updated = apiKeys.replace({ ...key, expires_at, updated_at: iso(call.now) });
      emit(store, "api_key.updated", updated, call.actor, call.now, { expires_at: key.expires_at });
      return { status: 200, body: render(updated) };
    }),

    del("/api_keys/{id}", (call) => {
      const key = existing(call);
      apiKeys.delete(key.id);
      emit(store, "api_key.revoked", key, call.actor, call.now);
      return { status: 204 };
    }),

    // ASSUMED: an unknown or expired value is answered 200 with `api_key: null`.
    post("/api_keys/validations", (call) => {
      const { value } = valid(validateSchema, call.body, invalid);
      const key = apiKeys.find("value", value);
      if (!key || hasExpired(key, call.now)) return { status: 200, body: { api_key: null } };
      const used = apiKeys.replace({ ...key, last_used_at: iso(call.now) });
      return { status: 200, body: { api_key: render(used) } };
    }),
  ];
}

const usedSchema = z.object({ last_used_at: moment.transform((text) => iso(new Date(text))).nullable() });

/** A program uses a key. */
export function apiKeyControl({ apiKeys }: WorkosStore): Endpoint[] {
  return [
    patch("/api_keys/{id}", (call) => {
      const key = apiKeys.get(param(call, "id"));
      if (!key) throw notFound("API key", param(call, "id"));
      return { status: 200, body: render(apiKeys.replace({ ...key, ...valid(usedSchema, call.body) })) };
    }),
  ];
}

const isAfter = (moment: string, now: Date): boolean => Date.parse(moment) > now.getTime();

const hasExpired = (key: ApiKey, now: Date): boolean => key.expires_at !== null && key.expires_at <= iso(now);

const render = (key: ApiKey) => ({
  object: "api_key",
  id: key.id,
  owner:
    key.user_id === undefined
      ? { type: "organization", id: key.organization_id }
      : { type: "user", id: key.user_id, organization_id: key.organization_id },
  name: key.name,
  obfuscated_value: `sk_...${key.value.slice(-4)}`,
  last_used_at: key.last_used_at,
  expires_at: key.expires_at,
  permissions: key.permissions,
  created_at: key.created_at,
  updated_at: key.updated_at,
});

/** This kind of event, and no other, repeats the former values inside its data. */
function emit(store: WorkosStore, type: string, key: ApiKey, cause: Cause, now: Date, previous?: object): void {
  const data = previous === undefined ? render(key) : { ...render(key), previous_attributes: previous };
  store.emit(type, data, { cause, now, organizationId: key.organization_id, previous });
}
