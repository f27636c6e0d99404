import { createHash } from "node:crypto";
import { z } from "zod";
import { type Call, type Endpoint, optionalBody, param, post, put } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { mapOf } from "../../core/map-of.ts";
import { malformed, notFound, refusal, valid } from "../errors.ts";
import { existingIntegration, existingOrganization, existingUser } from "../existing.ts";
import { once } from "../idempotency.ts";
import type { AccountCredentials, AuthMethod, ConnectionAttempt } from "../records.ts";
import { accountOwnerKey, iso, type WorkosStore } from "../store.ts";
import {
  type AccountFields,
  type AccountOwner,
  accountNames,
  changeAccount,
  connectAccount,
  keyConflict,
  methodMismatch,
  noAccountId,
  requireActiveMember,
  target,
} from "./connected-accounts.ts";
import { configFields } from "./data-integrations.ts";

/** How long a connection waits to be finished. */
const FINISH_MS = 90_000;

const secret = z.string().min(1, "must not be empty");
const ownerFields = {
  user_id: z.string(),
  organization_id: z.string().optional(),
  connection_owner: z.enum(["user", "organization"]).default("user"),
};
const keyFields = { ...ownerFields, ...accountNames, secret };
const clientFields = {
  ...ownerFields,
  ...accountNames,
  client_id: secret,
  client_secret: secret,
  config: mapOf(z.string()).optional(),
};
const another = { connection_intent: z.literal("add"), connected_account_id: noAccountId };
const theSame = {
  connection_intent: z.literal("reauthorize").optional(),
  connected_account_id: z.string().optional(),
};
const addKeySchema = z.object({ ...keyFields, ...another });
const putKeySchema = z.object({ ...keyFields, ...theSame });
const addClientSchema = z.object({ ...clientFields, ...another });
const putClientSchema = z.object({ ...clientFields, ...theSame });
const authorizeSchema = z.object({
  ...ownerFields,
  account_display_name: accountNames.account_display_name,
  return_to: z
    .string()
    .refine((uri) => URL.canParse(uri), "must be a URL")
    .optional(),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/, "must be a SHA-256 in base64url")
    .optional(),
  code_challenge_method: z.literal("S256").optional(),
  config: mapOf(z.string()).optional(),
  connection_intent: z.enum(["add", "reauthorize"]).optional(),
  connected_account_id: z.string().optional(),
});
const finishSchema = z.object({
  connect_code: secret,
  code_verifier: z.string().regex(/^[\w.~-]{43,128}$/, "must be 43 to 128 characters of A-Z, a-z, 0-9 and -._~"),
  /** For logs only. */
  state: z.string().optional(),
});
const grantSchema = z.object({
  account_identifier: z.string().nullable().default(null),
  scopes: z.array(z.string()).default([]),
});

type Owned = z.infer<z.ZodObject<typeof ownerFields>>;

/** Accounts are connected with a key, with client credentials, or by a person at the third party. */
export function dataIntegrationConnectionEndpoints(store: WorkosStore): Endpoint[] {
  const key = ({ secret }: { secret: string }): AccountCredentials => ({ auth_method: "api_key", api_key: secret });
  const client = ({ client_id, client_secret }: { client_id: string; client_secret: string }) =>
    ({ auth_method: "client_credentials", client_id, client_secret }) as const;

  return [
    post("/data-integrations/{slug}/api-key", (call) =>
      once(store, call, `key of ${param(call, "slug")}`, keyConflict, () => {
        const body = valid(addKeySchema, call.body, malformed);
        const owner = ownerOf(store, body, call);
        requireMethod(store, owner, "api_key", 400);
        const fields = { ...labels(body), credentials: key(body), established_by_user_id: body.user_id };
        return { status: 201, body: connectAccount(store, owner, fields, true, call) };
      }),
    ),

    put("/data-integrations/{slug}/api-key", (call) => {
      const body = valid(putKeySchema, call.body, malformed);
      const owner = ownerOf(store, body, call);
      requireMethod(store, owner, "api_key", 422);
      return { status: 200, body: upserted(store, owner, body, { ...labels(body), credentials: key(body) }, call) };
    }),

    post("/data-integrations/{slug}/client-credentials", (call) =>
      once(store, call, `client of ${param(call, "slug")}`, keyConflict, () => {
        const body = valid(addClientSchema, call.body, malformed);
        const owner = ownerOf(store, body, call);
        requireMethod(store, owner, "client_credentials", 400);
        requireKnownConfig(call, body.config);
        const { config, user_id: established_by_user_id } = body;
        const fields = { ...labels(body), credentials: client(body), config, established_by_user_id };
        return { status: 201, body: connectAccount(store, owner, fields, true, call) };
      }),
    ),

    put("/data-integrations/{slug}/client-credentials", (call) => {
      const body = valid(putClientSchema, call.body, malformed);
      const owner = ownerOf(store, body, call);
      requireMethod(store, owner, "client_credentials", 422);
      requireKnownConfig(call, body.config);
      const fields = { ...labels(body), credentials: client(body), config: body.config };
      return { status: 200, body: upserted(store, owner, body, fields, call) };
    }),

    // Where to send the person. `POST /_emulator/authorizations/{state}` is what they do there.
    post("/data-integrations/{slug}/authorize", (call) => {
      const body = valid(authorizeSchema, call.body, malformed);
      const owner = ownerOf(store, body, call);
      requireMethod(store, owner, "oauth", 422);
      requireKnownConfig(call, body.config);
      if (body.code_challenge !== undefined) requireRegistered(store, body.return_to);
      else if (body.code_challenge_method !== undefined)
        throw malformed([{ field: "code_challenge", text: "is required with code_challenge_method" }]);
      if (body.connection_intent !== "reauthorize" && body.connected_account_id !== undefined)
        throw malformed([{ field: "connected_account_id", text: "is for connection_intent reauthorize only" }]);
      const chosen = body.connection_intent === "reauthorize" ? target(store, owner, body) : undefined;
      const state = randomText(32);
      store.connectionAttempts.insert({
        id: state,
        ...owner,
        user_id: body.user_id,
        shared: owner.user_id === null,
        account_display_name: body.account_display_name,
        target: chosen ? { connected_account_id: chosen.id } : body.connection_intent === "add" ? "another" : undefined,
        config: body.config ?? {},
        code_challenge: body.code_challenge ?? null,
        connect_code: null,
        connect_code_expires_at: null,
      });
      const url = `https://api.workos.com/data-integrations/${param(call, "slug")}/authorize?state=${state}`;
      const completion = body.code_challenge === undefined ? {} : { completion: "finish_required" };
      return { status: 200, body: { url, state, ...completion } };
    }),

    // A wrong verifier uses the code up as well.
    post("/data-integrations/finish", (call) => {
      const { connect_code, code_verifier } = valid(finishSchema, call.body, malformed);
      const attempt = store.connectionAttempts.find("connect_code", connect_code);
      if (!attempt) throw invalidConnectCode();
      store.connectionAttempts.delete(attempt.id);
      const challenge = createHash("sha256").update(code_verifier).digest("base64url");
      if ((attempt.connect_code_expires_at ?? "") <= iso(call.now) || challenge !== attempt.code_challenge)
        throw invalidConnectCode();
      return { status: 200, body: { connected_account: granted(store, attempt, call) } };
    }),
  ];
}

/** A person agrees at the third party. */
export function dataIntegrationConnectionControl(store: WorkosStore): Endpoint[] {
  return [
    post("/authorizations/{state}", (call) => {
      const attempt = store.connectionAttempts.get(param(call, "state"));
      if (!attempt || attempt.connect_code !== null) throw notFound("Authorization", param(call, "state"));
      const agreed = { ...attempt, granted: valid(grantSchema, optionalBody(call)) };
      if (attempt.code_challenge === null) {
        store.connectionAttempts.delete(attempt.id);
        return { status: 200, body: granted(store, agreed, call) };
      }
      const connect_code = randomText(32);
      const connect_code_expires_at = iso(new Date(call.now.getTime() + FINISH_MS));
      store.connectionAttempts.replace({ ...agreed, connect_code, connect_code_expires_at });
      return { status: 200, body: { connect_code, state: attempt.id } };
    }),
  ];
}

/** Saves what a person has agreed to. What it was meant for may be gone by now. */
function granted(store: WorkosStore, attempt: ConnectionAttempt, call: Call) {
  const { data_integration_id, user_id, organization_id, shared } = attempt;
  if (!store.dataIntegrations.get(data_integration_id) || !store.users.get(user_id))
    throw refusal(400, "target_deleted", "What was to be connected does not exist any more.");
  if (organization_id !== null) requireActiveMember(store, user_id, organization_id);
  const owner = { data_integration_id, user_id: shared ? null : user_id, organization_id };
  const { account_identifier = null, scopes = [] } = attempt.granted ?? {};
  const { account_display_name, config } = attempt;
  const credentials = {
    auth_method: "oauth",
    access_token: randomText(40),
    refresh_token: randomText(40),
    expires_at: null,
  } as const;
  const fields = { account_display_name, account_identifier, scopes, config, credentials };
  if (attempt.target === "another")
    return connectAccount(store, owner, { ...fields, established_by_user_id: user_id }, true, call);
  return upserted(store, owner, { user_id, ...attempt.target }, fields, call);
}

/** ASSUMED: whoever gives the credentials has established the connection. */
function upserted(
  store: WorkosStore,
  owner: AccountOwner,
  chosen: {
    readonly user_id: string;
    readonly connected_account_id?: string | undefined;
    readonly connection_intent?: "reauthorize" | undefined;
  },
  fields: AccountFields & { readonly credentials: AccountCredentials },
  call: Call,
) {
  const established = { ...fields, state: "connected", established_by_user_id: chosen.user_id } as const;
  const isThere = store.connectedAccounts.find("compatibility", accountOwnerKey(owner)) !== undefined;
  if (chosen.connected_account_id === undefined && chosen.connection_intent === undefined && !isThere)
    return connectAccount(store, owner, established, false, call);
  return changeAccount(store, target(store, owner, chosen), established, call);
}

/** ASSUMED: a user whose account is for an organization is an active member of it, as for an account of the organization. */
function ownerOf(store: WorkosStore, { user_id, organization_id, connection_owner }: Owned, call: Call): AccountOwner {
  existingUser(store, user_id);
  if (organization_id !== undefined)
    requireActiveMember(store, user_id, existingOrganization(store, organization_id).id);
  else if (connection_owner === "organization")
    throw malformed([{ field: "organization_id", text: "is required for an account of an organization" }]);
  return {
    data_integration_id: existingIntegration(store, param(call, "slug"), connection_owner).id,
    user_id: connection_owner === "user" ? user_id : null,
    organization_id: organization_id ?? null,
  };
}

function requireMethod(store: WorkosStore, owner: AccountOwner, method: AuthMethod, status: number): void {
  if (!store.dataIntegrations.get(owner.data_integration_id)?.auth_methods.includes(method))
    throw methodMismatch(status);
}

function requireKnownConfig(call: Call, config: Readonly<Record<string, string>> | undefined): void {
  for (const field of Object.keys(config ?? {}))
    if (!configFields(param(call, "slug")).includes(field))
      throw malformed([{ field: `config.${field}`, text: "is no field of this provider" }]);
}

/** With a challenge, people come back only to where an application is registered; on this machine to any port. */
function requireRegistered(store: WorkosStore, returnTo: string | undefined): void {
  if (returnTo === undefined) throw malformed([{ field: "return_to", text: "is required with code_challenge" }]);
  const registered = [...store.applications.all].flatMap(({ redirect_uris }) => redirect_uris.map(({ uri }) => uri));
  if (!registered.some((uri) => withoutLocalPort(uri) === withoutLocalPort(returnTo)))
    throw malformed([{ field: "return_to", text: "is no redirect URI of an application" }]);
}

function withoutLocalPort(uri: string): string {
  const url = new URL(uri);
  if (["localhost", "127.0.0.1", "[::1]"].includes(url.hostname)) url.port = "";
  return url.href;
}

const labels = ({ account_display_name, account_identifier }: AccountFields) => ({
  account_display_name,
  account_identifier,
});

const invalidConnectCode = () => refusal(400, "invalid_connect_code", "The connect code is not valid.");
