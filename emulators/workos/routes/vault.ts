import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post, put, Refusal } from "../../core/api.ts";
import { mapOf } from "../../core/map-of.ts";
import { type InvalidWording, valid, vaultError } from "../errors.ts";
import { moment } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { VaultObject, VaultVersion } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

const createSchema = z.object({
  name: z.string().min(1, "must not be empty").max(200, "must be at most 200 characters"),
  value: z.string(),
  key_context: mapOf(z.string().max(500, "must be at most 500 characters")).refine(
    (context) => Object.keys(context).length <= 10,
    "has more than 10 entries",
  ),
});
const updateSchema = z.object({ value: z.string(), version_check: z.string().nullish() });
const listSchema = z.object({
  order: z.enum(["asc", "desc"]).default("desc"),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "limit must be a number from 1")
    .default("10"),
  updatedAfter: moment.optional(),
});

/** ASSUMED: the vault, whose limit has no stated maximum, gives no more at once than other lists. */
const MAX_PAGE = 100;

const refusal = (status: number, error: string) => new Refusal(vaultError(status, error));
const refused =
  (status: number): InvalidWording =>
  (problems) =>
    refusal(status, problems.map(({ field, text }) => (field === "" ? text : `${field}: ${text}`)).join("; "));

export function vaultEndpoints(store: WorkosStore): Endpoint[] {
  const { vaultObjects } = store;
  const existing = (call: Call): VaultObject => {
    const object = vaultObjects.get(param(call, "id"));
    if (!object) throw refusal(404, `Object not found: '${param(call, "id")}'.`);
    return object;
  };
  const read = (call: Call, object: VaultObject) => {
    emit(store, "vault.data.read", call, { kv_name: object.name, key_id: keyId(object) });
    return { status: 200, body: { ...render(store, object), value: object.value } };
  };

  return [
    // ASSUMED: text in `search` is looked for in names; the structured kind isn't documented.
    get("/vault/v1/kv", (call) => {
      const { order, limit, updatedAfter } = valid(
        listSchema,
        Object.fromEntries(
          ["order", "limit", "updatedAfter"].map((name) => [name, text(call.query, name, refused(400))]),
        ),
        refused(400),
      );
      const search = text(call.query, "search", refused(400))?.toLowerCase();
      const where = (object: VaultObject) =>
        (search === undefined || object.name.toLowerCase().includes(search)) &&
        (updatedAfter === undefined || Date.parse(object.updated_at) > Date.parse(updatedAfter));
      const query = new URLSearchParams(call.query);
      query.set("order", order);
      query.set("limit", String(Math.min(Number(limit), MAX_PAGE)));
      const summary = ({ id, name, updated_at }: VaultObject) => ({ id, name, updated_at });
      const wording = refused(400);
      const { data, list_metadata } = list(vaultObjects, vaultObjects.all, query, summary, { where, wording });
      emit(store, "vault.names.listed", call, {});
      return { status: 200, body: { data, list_metadata } };
    }),

    post("/vault/v1/kv", (call) => {
      const { name, value, key_context } = valid(createSchema, call.body, refused(422));
      if (vaultObjects.find("name", name)) throw refusal(409, `An object with the name '${name}' already exists.`);
      const object = vaultObjects.insert({
        id: randomUUID(),
        name,
        value,
        key_context,
        versions: [versionOf(value, call.now)],
        updated_by: actor(store, call),
        updated_at: iso(call.now),
      });
      emit(store, "vault.data.created", call, { kv_name: name, key_id: keyId(object), key_context });
      return { status: 201, body: renderMetadata(store, object) };
    }),

    get("/vault/v1/kv/name/{name}", (call) => {
      const object = vaultObjects.find("name", param(call, "name"));
      if (!object) throw refusal(404, `Object not found: '${param(call, "name")}'.`);
      return read(call, object);
    }),

    get("/vault/v1/kv/{id}", (call) => read(call, existing(call))),

    // Answers 201, unlike any other change. ASSUMED: the same value again is a version of its own.
    put("/vault/v1/kv/{id}", (call) => {
      const object = existing(call);
      const { value, version_check } = valid(updateSchema, call.body, refused(400));
      requireVersion(object, version_check);
      const updated = vaultObjects.replace({
        ...object,
        value,
        versions: [...object.versions, versionOf(value, call.now)],
        updated_by: actor(store, call),
        updated_at: iso(call.now),
      });
      const { name, key_context } = updated;
      emit(store, "vault.data.updated", call, { kv_name: name, key_id: keyId(updated), key_context });
      return { status: 201, body: render(store, updated) };
    }),

    del("/vault/v1/kv/{id}", (call) => {
      const object = existing(call);
      requireVersion(object, text(call.query, "version_check", refused(400)));
      vaultObjects.delete(object.id);
      emit(store, "vault.data.deleted", call, { kv_name: object.name });
      return { status: 200, body: { name: object.name, success: true } };
    }),

    get("/vault/v1/kv/{id}/metadata", (call) => {
      const object = existing(call);
      emit(store, "vault.metadata.read", call, { kv_name: object.name });
      return { status: 200, body: render(store, object) };
    }),

    // All at once, newest first.
    get("/vault/v1/kv/{id}/versions", (call) => {
      const object = existing(call);
      const data = object.versions
        .map((version) => ({ ...version, current_version: version.id === currentVersion(object).id }))
        .reverse();
      return { status: 200, body: { data, list_metadata: { after: null, before: null } } };
    }),
  ];
}

const versionOf = (value: string, now: Date): VaultVersion => ({
  id: randomUUID(),
  etag: createHash("md5").update(value).digest("hex"),
  size: Buffer.byteLength(value),
  created_at: iso(now),
});

function currentVersion({ id, versions }: VaultObject): VaultVersion {
  const version = versions.at(-1);
  if (!version) throw new Error(`the object ${id} has no version`);
  return version;
}

/** A change can name the version that it knows, and is refused if that isn't the current one any more. */
function requireVersion(object: VaultObject, expected: string | null | undefined): void {
  if (typeof expected === "string" && expected !== currentVersion(object).id)
    throw refusal(409, "The object has another version by now.");
}

/** Objects of one context share a key. */
function keyId({ key_context }: VaultObject): string {
  const context = JSON.stringify(Object.entries(key_context).sort());
  const hex = createHash("sha256").update(context).digest("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

const render = (store: WorkosStore, object: VaultObject) => ({
  id: object.id,
  name: object.name,
  metadata: renderMetadata(store, object),
});

const renderMetadata = (store: WorkosStore, object: VaultObject) => ({
  id: object.id,
  context: object.key_context,
  environment_id: store.environmentId,
  key_id: keyId(object),
  updated_at: object.updated_at,
  updated_by: object.updated_by,
  version_id: currentVersion(object).id,
});

function actor(store: WorkosStore, call: Call): VaultObject["updated_by"] {
  const { id, name } = store.actor(call.actor, call.now);
  return { id, name: name ?? id };
}

/** The vault's events tell of reads too, and name the actor inside their data as well. */
function emit(store: WorkosStore, type: string, call: Call, data: object): void {
  const { id, name, source } = store.actor(call.actor, call.now);
  const who = { actor_id: id, actor_source: source, actor_name: name ?? id };
  store.emit(type, { ...who, ...data }, { cause: call.actor, now: call.now });
}
