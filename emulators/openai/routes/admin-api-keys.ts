import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { cursorPage, inOrder } from "../paging.ts";
import type { AdminApiKey, ApiKey } from "../records.ts";
import { ADMIN_KEY_ID, type OpenaiStore, seconds } from "../store.ts";
import { expiresInSeconds, expiryOf, redacted } from "./api-keys.ts";

const createSchema = z.object({
  name: z.string().regex(/\S/, "must not be empty"),
  expires_in_seconds: expiresInSeconds.optional(),
});

/** Only tenant-scoped audit logs record changes of these keys. */
export function adminApiKeyEndpoints(store: OpenaiStore): Endpoint[] {
  const { adminApiKeys } = store;
  const base = "/organization/admin_api_keys";
  const existing = (call: Call): AdminApiKey => {
    const id = param(call, "key_id");
    const key = adminApiKeys.get(id);
    if (!key) throw notFound("admin API key", id);
    return key;
  };
  const render = (key: AdminApiKey | ApiKey) => ({
    object: "organization.admin_api_key",
    id: key.id,
    name: key.name,
    redacted_value: redacted(key.value),
    created_at: key.created_at,
    expires_at: key.expires_at,
    last_used_at: store.adminKeyUses.get(key.id) ?? key.last_used_at,
    owner: ownerOf(store, "owner_id" in key ? key.owner_id : key.owner.id),
  });

  return [
    // ASSUMED: the largest page.
    get(base, ({ query }) => {
      const keys: (AdminApiKey | ApiKey)[] = [...adminApiKeys.all];
      // Reported in March 2026: keys of projects were listed among them, and could not be told apart.
      if (store.switches.values.adminKeysBug) keys.push(...store.apiKeys.all);
      const source = inOrder(keys, ({ id }) => id);
      return { status: 200, body: cursorPage(source, query, render, { ordered: true }) };
    }),

    post(base, (call) => {
      const body = valid(createSchema, call.body);
      const key = adminApiKeys.insert({
        id: store.id("key_"),
        name: body.name,
        value: `sk-admin-${randomText(48)}`,
        owner_id: store.userOf(call.actor).id,
        created_at: seconds(call.now),
        expires_at: expiryOf(body.expires_in_seconds, call.now),
        last_used_at: null,
      });
      return store.created({ ...render(key), value: key.value });
    }),

    get(`${base}/{key_id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    // Without this key no client could use the emulator any more.
    del(`${base}/{key_id}`, (call) => {
      const key = existing(call);
      if (key.id === ADMIN_KEY_ID) throw refusal("The key that the emulator was started with cannot be deleted.");
      adminApiKeys.delete(key.id);
      return { status: 200, body: { object: "organization.admin_api_key.deleted", id: key.id, deleted: true } };
    }),
  ];
}

function ownerOf(store: OpenaiStore, id: string) {
  const user = store.users.get(id);
  if (user)
    return {
      type: "user",
      object: "organization.user",
      id,
      name: user.name,
      created_at: user.added_at,
      role: user.role,
    };
  const account = store.serviceAccounts.get(id);
  if (account)
    return {
      type: "service_account",
      object: "organization.project.service_account",
      id,
      name: account.name,
      created_at: account.created_at,
      role: account.role,
    };
  return { type: "user", id };
}
