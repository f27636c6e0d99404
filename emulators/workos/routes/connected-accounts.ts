import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, post, put } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { malformed, notFound, plainRefusal, refusal, valid } from "../errors.ts";
import { existingIntegration, existingOrganization, existingUser } from "../existing.ts";
import { moment } from "../fields.ts";
import { once } from "../idempotency.ts";
import { text } from "../paging.ts";
import type { AccountCredentials, ConnectedAccount, DataIntegration, Membership } from "../records.ts";
import { accountOwnerKey, type Cause, iso, membershipKey, type WorkosStore } from "../store.ts";

export const accountNames = {
  account_display_name: z.string().nullish(),
  account_identifier: z.string().nullish(),
};
/** For requests that make an account, and so have none to choose. */
export const noAccountId = z.never("is not for new accounts").optional();

const secret = z.string().min(1, "must not be empty");
const importFields = {
  ...accountNames,
  access_token: secret.optional(),
  refresh_token: secret.optional(),
  expires_at: moment.transform((date) => iso(new Date(date))).optional(),
  scopes: z.array(z.string()).optional(),
  state: z.enum(["connected", "needs_reauthorization"]).optional(),
};
const addIntent = { connection_intent: z.literal("add").optional(), connected_account_id: noAccountId };
const flag = z
  .string()
  .regex(/^(true|false)$/i, "must be true or false")
  .transform((value) => value.toLowerCase() === "true");
const selectorSchema = z.object({
  supports_multiple_connections: flag.optional(),
  connected_account_id: z.string().optional(),
  connection_intent: z.literal("reauthorize").optional(),
});
const memberField = { user_id: z.string() };
const createSchema = z.object({ ...importFields, ...addIntent });
const updateSchema = z.object(importFields);
const createForOrganizationSchema = z.object({ ...importFields, ...addIntent, ...memberField });
const updateForOrganizationSchema = z.object({
  ...importFields,
  ...memberField,
  supports_multiple_connections: z.boolean().optional(),
  connected_account_id: z.string().optional(),
  connection_intent: z.literal("reauthorize").optional(),
});
type Imported = z.infer<typeof updateSchema>;

/** Whose account it is. */
export type AccountOwner = Pick<ConnectedAccount, "data_integration_id" | "user_id" | "organization_id">;

/** What a write says of an account. */
export interface AccountFields {
  readonly account_display_name?: string | null | undefined;
  readonly account_identifier?: string | null | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly state?: ConnectedAccount["state"] | undefined;
  readonly credentials?: AccountCredentials | undefined;
  readonly config?: Readonly<Record<string, string>> | undefined;
  readonly established_by_user_id?: string | null | undefined;
}

export function connectedAccountEndpoints(store: WorkosStore): Endpoint[] {
  const ofOrganization = "/organizations/{organization_id}/connected_accounts/{slug}";
  const ofUser = "/user_management/users/{user_id}/connected_accounts/{slug}";
  const organizationsOwn = (call: Call): AccountOwner => {
    const { id } = existingOrganization(store, param(call, "organization_id"));
    const integration = existingIntegration(store, param(call, "slug"), "organization");
    return { data_integration_id: integration.id, user_id: null, organization_id: id };
  };
  const usersOwn = (call: Call): AccountOwner => {
    const user_id = existingUser(store, param(call, "user_id")).id;
    const organizationId = text(call.query, "organization_id", malformed);
    const organization_id = organizationId === undefined ? null : existingOrganization(store, organizationId).id;
    const integration = existingIntegration(store, param(call, "slug"), "user");
    return { data_integration_id: integration.id, user_id, organization_id };
  };

  return [
    get(ofOrganization, (call) => shown(store, organizationsOwn(call), call)),

    post(ofOrganization, (call) =>
      once(store, call, `${param(call, "organization_id")}/${param(call, "slug")}`, keyConflict, () => {
        const owner = organizationsOwn(call);
        const { user_id, connection_intent, ...body } = valid(createForOrganizationSchema, call.body);
        requireActiveMember(store, user_id, param(call, "organization_id"));
        return { status: 201, body: imported(store, owner, body, connection_intent, call) };
      }),
    ),

    put(ofOrganization, (call) => {
      const owner = organizationsOwn(call);
      const body = valid(updateForOrganizationSchema, call.body);
      const { user_id, supports_multiple_connections, connected_account_id, connection_intent, ...fields } = body;
      requireActiveMember(store, user_id, param(call, "organization_id"));
      const account = target(store, owner, { connected_account_id, connection_intent });
      return { status: 200, body: reimported(store, account, fields, call) };
    }),

    del(ofOrganization, (call) => disconnected(store, organizationsOwn(call), call)),

    get(ofUser, (call) => shown(store, usersOwn(call), call)),

    post(ofUser, (call) =>
      once(store, call, `${param(call, "user_id")}/${param(call, "slug")}`, keyConflict, () => {
        const owner = usersOwn(call);
        const { connection_intent, ...body } = valid(createSchema, optionalBody(call));
        return { status: 201, body: imported(store, owner, body, connection_intent, call) };
      }),
    ),

    put(ofUser, (call) => {
      const owner = usersOwn(call);
      const account = target(store, owner, selected(call));
      return { status: 200, body: reimported(store, account, valid(updateSchema, optionalBody(call)), call) };
    }),

    del(ofUser, (call) => disconnected(store, usersOwn(call), call)),
  ];
}

/**
 * A new account: the compatibility one, or `another`, which is that as well as long as its place is free.
 */
export function connectAccount(
  store: WorkosStore,
  owner: AccountOwner,
  fields: AccountFields & { readonly credentials: AccountCredentials },
  another: boolean,
  { actor, now }: { readonly actor: Cause; readonly now: Date },
) {
  const isFree = store.connectedAccounts.find("compatibility", accountOwnerKey(owner)) === undefined;
  if (!isFree && !another)
    throw plainRefusal(409, "A connected account already exists; connection_intent add makes another one.");
  const account = store.connectedAccounts.insert({
    id: store.id("data_installation", now),
    ...owner,
    connection_role: isFree ? "compatibility" : "standard",
    account_identifier: fields.account_identifier ?? null,
    account_display_name: fields.account_display_name ?? null,
    scopes: fields.scopes ?? [],
    state: fields.state ?? "connected",
    state_reason: null,
    established_by_user_id: fields.established_by_user_id ?? null,
    credentials: fields.credentials,
    config: fields.config ?? {},
    created_at: iso(now),
    updated_at: iso(now),
  });
  emit(store, account.state === "connected" ? "connected" : "reauthorization_needed", account, actor, now);
  return withWarnings(store, account, fields);
}

/** ASSUMED: an event tells of an account's state only when it is another one. */
export function changeAccount(
  store: WorkosStore,
  account: ConnectedAccount,
  fields: AccountFields,
  { actor, now }: { readonly actor: Cause; readonly now: Date },
) {
  const isConnected = fields.state === "connected" || (fields.state === undefined && account.state === "connected");
  const state_reason = isConnected ? null : account.state_reason;
  const change = changed<ConnectedAccount>(account, { ...fields, state_reason } as Partial<ConnectedAccount>, now);
  const updated = change ? store.connectedAccounts.replace(change.record) : account;
  if (updated.state !== account.state)
    emit(store, updated.state === "connected" ? "connected" : "reauthorization_needed", updated, actor, now);
  return withWarnings(store, updated, fields);
}

/** The account that an id or, without one, the place for clients that know of one only leads to. */
export function target(
  store: WorkosStore,
  owner: AccountOwner,
  chosen: { connected_account_id?: string | undefined; connection_intent?: string | undefined },
): ConnectedAccount {
  const { connected_account_id, connection_intent } = chosen;
  if (connection_intent === "reauthorize" && connected_account_id === undefined)
    throw malformed([{ field: "connected_account_id", text: "is required with connection_intent reauthorize" }]);
  const account =
    connected_account_id === undefined
      ? store.connectedAccounts.find("compatibility", accountOwnerKey(owner))
      : store.connectedAccounts.get(connected_account_id);
  if (!account || accountOwnerKey(account) !== accountOwnerKey(owner))
    throw notFound("Connected account", connected_account_id ?? "");
  return account;
}

export function requireActiveMember(store: WorkosStore, userId: string, organizationId: string): void {
  const membership = store.memberships.find("pair", membershipKey(existingUser(store, userId).id, organizationId));
  if (membership?.status !== "active") throw plainRefusal(403, "The user is no active member of the organization.");
}

/** Who connected accounts for an organization is in it no more: the accounts have lost their credentials. */
export function disownAccounts(store: WorkosStore, { user_id, organization_id }: Membership, cause: Cause, now: Date) {
  for (const account of [...store.connectedAccounts.group("established_by_user_id", user_id)]) {
    if (account.user_id !== null || account.organization_id !== organization_id) continue;
    const disowned = store.connectedAccounts.replace({
      ...account,
      state: "needs_reauthorization",
      state_reason: "establishing_member_membership_ended",
      established_by_user_id: null,
      credentials: withoutSecrets(account.credentials),
      updated_at: iso(now),
    });
    if (account.state === "connected") emit(store, "reauthorization_needed", disowned, cause, now);
  }
}

export const keyConflict = () =>
  refusal(409, "idempotency_key_conflict", "The idempotency key was used before with a different request body.");

/** The last four characters of a secret are all that is ever shown of it. */
export function renderAccount(account: ConnectedAccount) {
  const { data_integration_id, credentials, ...fields } = account;
  return {
    object: "connected_account",
    ...fields,
    auth_method: credentials.auth_method,
    api_key_last_4: lastFour(credentials.auth_method === "api_key" ? credentials.api_key : null),
    ...(credentials.auth_method === "client_credentials"
      ? { client_id: credentials.client_id, client_secret_last_4: lastFour(credentials.client_secret) }
      : {}),
  };
}

/** Clients that do not say that they know of several are shown one. */
export function visibleAccounts(store: WorkosStore, owner: AccountOwner, call: Call): ConnectedAccount[] {
  const all = [...store.connectedAccounts.group("owner", accountOwnerKey(owner))];
  return selected(call).supports_multiple_connections
    ? all
    : all.filter(({ connection_role }) => connection_role === "compatibility");
}

function selected(call: Call) {
  const names = ["supports_multiple_connections", "connected_account_id", "connection_intent"];
  return valid(
    selectorSchema,
    Object.fromEntries(names.map((name) => [name, text(call.query, name, malformed)])),
    malformed,
  );
}

function onlyOne(store: WorkosStore, owner: AccountOwner, call: Call): ConnectedAccount {
  const { supports_multiple_connections, ...chosen } = selected(call);
  const [first, ...others] = visibleAccounts(store, owner, call);
  if (chosen.connected_account_id !== undefined || !first) return target(store, owner, chosen);
  if (others.length > 0)
    throw refusal(409, "account_selection_required", "There are several accounts; name one by connected_account_id.");
  return first;
}

function shown(store: WorkosStore, owner: AccountOwner, call: Call) {
  return { status: 200, body: renderAccount(onlyOne(store, owner, call)) };
}

/** ASSUMED: what was disconnected is gone, and its place stays free though there are others. */
function disconnected(store: WorkosStore, owner: AccountOwner, call: Call) {
  const account = onlyOne(store, owner, call);
  emit(store, "disconnected", account, call.actor, call.now);
  store.connectedAccounts.delete(account.id);
  return { status: 204 };
}

/** ASSUMED: nobody established what the company brings along, so that it outlives the membership of the user who is named. */
function imported(store: WorkosStore, owner: AccountOwner, body: Imported, intent: "add" | undefined, call: Call) {
  requireOauth(store.dataIntegrations.get(owner.data_integration_id));
  const { access_token = null, refresh_token = null, expires_at = null, ...fields } = body;
  const credentials = { auth_method: "oauth", access_token, refresh_token, expires_at } as const;
  const account = { ...fields, credentials, state: stateWith(credentials, body.state) };
  return connectAccount(store, owner, account, intent === "add", call);
}

function reimported(store: WorkosStore, account: ConnectedAccount, body: Imported, call: Call) {
  const { access_token, refresh_token, expires_at, ...fields } = body;
  const sent = { access_token, refresh_token, expires_at };
  if (Object.values(sent).every((value) => value === undefined)) {
    if (body.state === "connected") stateWith(account.credentials, body.state);
    return changeAccount(store, account, fields, call);
  }
  if (account.credentials.auth_method !== "oauth") throw methodMismatch(422);
  const credentials = { ...account.credentials, ...given(sent) } as AccountCredentials;
  return changeAccount(store, account, { ...fields, credentials, state: stateWith(credentials, body.state) }, call);
}

/** ASSUMED: either token connects, without one it is to be authorized again, and a time without a token is no combination. */
function stateWith(credentials: AccountCredentials, wanted: ConnectedAccount["state"] | undefined) {
  if (credentials.auth_method !== "oauth") return wanted ?? "connected";
  const { access_token, refresh_token, expires_at } = credentials;
  const hasToken = access_token !== null || refresh_token !== null;
  if ((expires_at !== null && access_token === null) || (wanted === "connected" && !hasToken))
    throw refusal(422, "invalid_token_combination", "The tokens do not go together.");
  return wanted ?? (hasToken ? "connected" : "needs_reauthorization");
}

function requireOauth(integration: DataIntegration | undefined): void {
  if (!integration?.auth_methods.includes("oauth")) throw methodMismatch(422);
}

export const methodMismatch = (status: number) =>
  refusal(status, "auth_method_mismatch", "The integration does not authenticate in this way.");

/** A label that was sent, and which another account of the same owner has, is worth a word. */
function withWarnings(store: WorkosStore, account: ConnectedAccount, { account_display_name }: AccountFields) {
  const others = [...store.connectedAccounts.group("owner", accountOwnerKey(account))];
  const isTaken = others.some(
    (other) => other.id !== account.id && other.account_display_name === account.account_display_name,
  );
  if (typeof account_display_name !== "string" || !isTaken) return renderAccount(account);
  const message = `Another connected account is called '${account_display_name}' already.`;
  return { ...renderAccount(account), warnings: [{ code: "duplicate_account_display_name", message }] };
}

function withoutSecrets(credentials: AccountCredentials): AccountCredentials {
  if (credentials.auth_method === "api_key") return { ...credentials, api_key: null };
  if (credentials.auth_method === "client_credentials") return { ...credentials, client_secret: null };
  return { ...credentials, access_token: null, refresh_token: null, expires_at: null };
}

const lastFour = (secret: string | null) => secret?.slice(-4) ?? null;

/** Its members that are there. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

/** ASSUMED: these events tell of every account, and not only of the one that clients see which know of one. */
function emit(store: WorkosStore, what: string, account: ConnectedAccount, cause: Cause, now: Date): void {
  const { client_id, client_secret_last_4, config, ...data } = {
    client_id: undefined,
    client_secret_last_4: undefined,
    ...renderAccount(account),
  };
  const provider_slug = store.dataIntegrations.get(account.data_integration_id)?.slug;
  const facts = { cause, now, organizationId: account.organization_id ?? undefined };
  const { data_integration_id } = account;
  store.emit(`pipes.connected_account.${what}`, { ...data, data_integration_id, provider_slug }, facts);
}
