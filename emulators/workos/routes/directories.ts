import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post, Refusal } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { changed } from "../changes.ts";
import { dashboardCause } from "../dashboard.ts";
import { notFound, plainRefusal, valid } from "../errors.ts";
import { existingDirectory, existingOrganization } from "../existing.ts";
import { list, text } from "../paging.ts";
import type { Directory, DirectoryToken } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";

const STATES = ["linked", "validating", "invalid_credentials", "unlinked", "deleting"] as const;

/** Source: WorkOS OpenAPI 0.61. */
const TYPES = [
  "azure scim v2.0",
  "bamboohr",
  "breathe hr",
  "cezanne hr",
  "cyberark scim v2.0",
  "fourth hr",
  "generic scim v2.0",
  "gsuite directory",
  "hibob",
  "sailpoint scim v2.0",
  "jump cloud scim v2.0",
  "okta scim v2.0",
  "onelogin scim v2.0",
  "people hr",
  "personio",
  "pingfederate scim v2.0",
  "rippling scim v2.0",
  "s3",
  "sftp",
  "sftp workday",
  "workday",
] as const;

/** Between two requests to sync a directory. Source: the docstrings of WorkOS's Python client 10.8.0. */
const SYNC_COOLDOWN_MS = 5 * 60 * 1000;
/** ASSUMED: how long a sync runs. It begins at once, and finds nothing new. */
const SYNC_MS = 60 * 1000;

const createSchema = z.object({
  organization_id: z.string(),
  type: z.enum(TYPES).default("generic scim v2.0"),
  name: z.string().optional(),
  domain: z.string().optional(),
  state: z.enum(STATES).default("linked"),
});
const updateSchema = z.object({ name: z.string().optional(), state: z.enum(STATES).optional() });

export function directoryEndpoints(store: WorkosStore): Endpoint[] {
  const { directories } = store;
  const render = (directory: Directory) => renderDirectory(store, directory);
  return [
    get("/directories", ({ query }) => {
      const organizationId = text(query, "organization_id");
      const domain = text(query, "domain")?.toLowerCase();
      const search = text(query, "search")?.toLowerCase();
      const where = (directory: Directory) =>
        (organizationId === undefined || directory.organization_id === organizationId) &&
        (domain === undefined || directory.domain === domain) &&
        (search === undefined || directory.name.toLowerCase().includes(search));
      return { status: 200, body: list(directories, directories.all, query, render, { where }) };
    }),

    get("/directories/{id}", (call) => ({ status: 200, body: render(existing(store, call)) })),

    // Others than Google's announce their changes themselves. ASSUMED: it is answered 200.
    post("/directories/{id}/sync", (call) => {
      const directory = existing(store, call);
      if (directory.type !== "gsuite directory" || !["linked", "validating"].includes(directory.state))
        throw plainRefusal(422, `A ${directory.state} directory of type '${directory.type}' cannot be synced.`);
      const since = call.now.getTime() - Date.parse(directory.syncRequestedAt ?? "1970-01-01");
      if (since < SYNC_MS) throw plainRefusal(409, "A sync of the directory is running.");
      if (since < SYNC_COOLDOWN_MS) throw syncedLately(Math.ceil((SYNC_COOLDOWN_MS - since) / 1000));
      directories.replace({ ...directory, syncRequestedAt: iso(call.now) });
      return { status: 200, body: { status: "queued" } };
    }),

    // Its users and groups are deleted with it. WorkOS sends one event, for the directory only.
    del("/directories/{id}", (call) => {
      const directory = existing(store, call);
      const delayMs = store.switches.values.directoryDeletionMs;
      if (delayMs === null) {
        announceRemoval(store, directory, call.actor, call.now);
        return { status: 200 };
      }
      if (directory.state !== "deleting") {
        directories.replace({ ...directory, state: "deleting", updated_at: iso(call.now) });
        store.schedule.at(new Date(call.now.getTime() + delayMs), (at) => {
          const held = directories.get(directory.id);
          if (held) announceRemoval(store, held, call.actor, at);
        });
      }
      return { status: 202 };
    }),
  ];
}

/** What happens in the Admin Portal. */
export function directoryControl(store: WorkosStore): Endpoint[] {
  return [
    post("/directories", (call) => {
      const body = valid(createSchema, call.body);
      const organization = existingOrganization(store, body.organization_id);
      const directory = store.directories.insert({
        id: store.id("directory", call.now),
        organization_id: organization.id,
        external_key: randomText(16),
        type: body.type,
        state: body.state,
        name: body.name ?? organization.name,
        domain: body.domain?.toLowerCase(),
        tokens: [],
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      if (directory.state === "linked") announceActivation(store, directory, dashboardCause(call), call.now);
      return { status: 201, body: renderDirectory(store, directory) };
    }),

    patch("/directories/{id}", (call) => {
      const directory = existing(store, call);
      const body = valid(updateSchema, optionalBody(call)) as Partial<Directory>;
      const change = changed<Directory>(directory, body, call.now);
      if (!change) return { status: 200, body: renderDirectory(store, directory) };
      const updated = store.directories.replace(change.record);
      if (updated.state === "linked" && directory.state !== "linked")
        announceActivation(store, updated, dashboardCause(call), call.now);
      return { status: 200, body: renderDirectory(store, updated) };
    }),
  ];
}

/** Tokens for the identity provider: created and revoked in the dashboard. */
export function directoryTokenControl(store: WorkosStore): Endpoint[] {
  const emit = (what: "created" | "revoked", directory: Directory, token: DirectoryToken, call: Call) => {
    const { id: directory_id, organization_id } = directory;
    const data = { object: "directory_token", ...token, directory_id, organization_id };
    const facts = { cause: dashboardCause(call), now: call.now, organizationId: organization_id };
    store.emit(`dsync.token.${what}`, data, facts);
    return data;
  };
  return [
    post("/directories/{id}/tokens", (call) => {
      const directory = existing(store, call);
      const token = {
        id: store.id("directory_token", call.now),
        token_suffix: randomText(4),
        created_at: iso(call.now),
      };
      store.directories.replace({ ...directory, tokens: [...directory.tokens, token] });
      return { status: 201, body: emit("created", directory, token, call) };
    }),

    del("/directories/{id}/tokens/{tokenId}", (call) => {
      const directory = existing(store, call);
      const token = directory.tokens.find(({ id }) => id === param(call, "tokenId"));
      if (!token) throw notFound("Directory token", param(call, "tokenId"));
      store.directories.replace({ ...directory, tokens: directory.tokens.filter((one) => one !== token) });
      emit("revoked", directory, token, call);
      return { status: 204 };
    }),
  ];
}

/** Removes a directory with its users and groups. Sends no event. */
export function removeDirectory(store: WorkosStore, { id }: Directory): void {
  for (const collection of [store.directoryUsers, store.directoryGroups])
    for (const record of [...collection.group("directory_id", id)]) collection.delete(record.id);
  store.directories.delete(id);
}

const existing = (store: WorkosStore, call: Call): Directory => existingDirectory(store, param(call, "id"));

function renderDirectory(store: WorkosStore, { domain, tokens, syncRequestedAt, ...directory }: Directory) {
  const users = [...store.directoryUsers.group("directory_id", directory.id)];
  const active = users.filter(({ state }) => state === "active").length;
  return {
    object: "directory",
    ...directory,
    ...(domain === undefined ? {} : { domain }),
    metadata: {
      users: { active, inactive: users.length - active },
      groups: store.directoryGroups.group("directory_id", directory.id).size,
    },
  };
}

const syncedLately = (retry_after_seconds: number) =>
  new Refusal({
    status: 429,
    body: { code: "directory_sync_rate_limited", message: "The directory was synced lately.", retry_after_seconds },
    headers: { "retry-after": String(retry_after_seconds) },
  });

const EVENT_STATES: Partial<Record<Directory["state"], string>> = { linked: "active", unlinked: "inactive" };

/** Two states have other names in events. */
function renderForEvent(directory: Directory) {
  const { id, organization_id, type, state, name, created_at, updated_at } = directory;
  const shared = { object: "directory", id, organization_id, type, name, created_at, updated_at };
  return { ...shared, state: EVENT_STATES[state] ?? state };
}

function announceActivation(store: WorkosStore, directory: Directory, cause: Cause, now: Date): void {
  const domains = [...store.domains.group("organization_id", directory.organization_id)].map(({ id, domain }) => ({
    object: "organization_domain",
    id,
    domain,
  }));
  const data = { ...renderForEvent(directory), external_key: directory.external_key, domains };
  store.emit("dsync.activated", data, { cause, now, organizationId: directory.organization_id });
}

function announceRemoval(store: WorkosStore, directory: Directory, cause: Cause, now: Date): void {
  removeDirectory(store, directory);
  const facts = { cause, now, organizationId: directory.organization_id };
  store.emit("dsync.deleted", renderForEvent(directory), facts);
}
