import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post, put } from "../../core/api.ts";
import { mapOf } from "../../core/map-of.ts";
import { changed } from "../changes.ts";
import { invalid, notFound, plainRefusal, valid } from "../errors.ts";
import { existingIntegration, existingOrganization, existingUser } from "../existing.ts";
import { list, text } from "../paging.ts";
import type { AuthMethod, Credentials, CustomProvider, DataIntegration } from "../records.ts";
import { accountOwnerKey, integrationKey, iso, type WorkosStore } from "../store.ts";
import { changeAccount, connectAccount } from "./connected-accounts.ts";

/**
 * Providers that WorkOS knows, and what each one can be configured with. ASSUMED: WorkOS has many more; these are the
 * ones its documentation names.
 */
const PROVIDERS: ReadonlyMap<string, { name: string; config: readonly string[] }> = new Map([
  ["github", { name: "GitHub", config: [] }],
  ["slack", { name: "Slack", config: [] }],
  ["notion", { name: "Notion", config: [] }],
  ["google", { name: "Google", config: [] }],
  ["salesforce", { name: "Salesforce", config: [] }],
  ["snowflake", { name: "Snowflake", config: ["account_identifier"] }],
]);

const url = z.string().refine((text) => URL.canParse(text), "must be a URL");
const providerFields = {
  name: z.string().regex(/\S/, "must not be empty"),
  authorization_url: url,
  token_url: url,
  refresh_token_url: url.nullable(),
  pkce_enabled: z.boolean(),
  request_scope_separator: z.string(),
  scopes_required: z.boolean(),
  client_secret_required: z.boolean(),
  additional_authorization_parameters: mapOf(z.string()),
  token_body_content_type: z.string(),
  authenticate_via: z.enum(["request_body", "basic_auth_header"]),
};
const providerChangeSchema = z.object(providerFields).partial();
type ProviderChange = z.infer<typeof providerChangeSchema>;

const PROVIDER_DEFAULTS = {
  authorization_url: null,
  token_url: null,
  refresh_token_url: null,
  pkce_enabled: true,
  request_scope_separator: " ",
  scopes_required: false,
  client_secret_required: true,
  additional_authorization_parameters: {},
  token_body_content_type: "application/x-www-form-urlencoded",
  authenticate_via: "request_body",
} as const;

const credentialsSchema = z.object({
  type: z.enum(["custom", "organization"]),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
});
const apiKeySchema = z.object({
  secret: z.string().min(5, "must be at least 5 characters"),
  user_id: z.string(),
  organization_id: z.string().optional(),
});
const sharedFields = {
  description: z.string().nullish(),
  enabled: z.boolean().optional(),
  scopes: z.array(z.string()).nullish(),
  credentials: credentialsSchema.optional(),
  api_key: apiKeySchema.optional(),
};
const createSchema = z.object({
  ...sharedFields,
  provider: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/, "may contain lowercase letters, digits, - and _ only"),
  auth_methods: z
    .array(z.enum(["oauth", "api_key", "client_credentials"]))
    .min(1, "must not be empty")
    .optional(),
  config: mapOf(z.string()).optional(),
  custom_provider: providerChangeSchema.required({ name: true }).optional(),
  ownership: z.enum(["user", "organization"]).default("user"),
});
const filterSchema = z.object({ ownership: z.enum(["user", "organization"]).optional() });
const updateSchema = z.object({ ...sharedFields, custom_provider: providerChangeSchema.optional() });

export function dataIntegrationEndpoints(store: WorkosStore): Endpoint[] {
  const { dataIntegrations } = store;
  return [
    get("/data-integrations", ({ query }) => {
      const { ownership } = valid(filterSchema, { ownership: text(query, "ownership") });
      const where = (integration: DataIntegration) => ownership === undefined || integration.ownership === ownership;
      return { status: 200, body: list(dataIntegrations, dataIntegrations.all, query, render, { where }) };
    }),

    post("/data-integrations", (call) => {
      const body = valid(createSchema, call.body);
      const auth_methods = body.auth_methods ?? ["oauth"];
      // The other integration of the same provider, with which it shares the definition.
      const other = dataIntegrations.find("slug", integrationKey(otherThan(body.ownership), body.provider));
      const defines = body.custom_provider ? defined(PROVIDER_DEFAULTS, body.custom_provider) : null;
      const custom_provider = defines ?? other?.custom_provider ?? null;
      requireProvider(body.provider, custom_provider, auth_methods);
      requireKnownConfig(body.provider, body.config);
      const credentials = credentialsFor(auth_methods, body.credentials, null);
      if (dataIntegrations.find("slug", integrationKey(body.ownership, body.provider)) || (other && defines))
        throw plainRefusal(409, `A data integration with the slug '${body.provider}' already exists.`);
      requireInstallable(store, body.ownership, auth_methods, body.api_key);
      const integration = dataIntegrations.insert({
        id: store.id("data_integration", call.now),
        slug: body.provider,
        ownership: body.ownership,
        description: body.description ?? null,
        enabled: body.enabled ?? false,
        scopes: body.scopes ?? null,
        auth_methods,
        credentials,
        config: body.config ?? {},
        custom_provider,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      const installation = installed(store, integration, body.api_key, call);
      return { status: 201, body: { ...render(integration), installation } };
    }),

    // A provider's integration for users, and the one for organizations.
    ...rootEndpoints(store, "/data-integrations/{slug}", "user"),
    ...rootEndpoints(store, "/data-integrations/{slug}/organization", "organization"),
  ];
}

function rootEndpoints(store: WorkosStore, route: string, ownership: DataIntegration["ownership"]): Endpoint[] {
  const { dataIntegrations } = store;
  const existing = (call: Call) => existingIntegration(store, param(call, "slug"), ownership);
  return [
    get(route, (call) => ({ status: 200, body: render(existing(call)) })),

    put(route, (call) => {
      const integration = existing(call);
      const { description, enabled, scopes, ...body } = valid(updateSchema, call.body);
      const { auth_methods } = integration;
      if (body.credentials && body.api_key)
        throw plainRefusal(400, "credentials and api_key cannot be changed at once.");
      if (body.custom_provider && !integration.custom_provider)
        throw plainRefusal(400, "The provider is a built-in one, which has no definition to change.");
      const credentials = body.credentials && credentialsFor(auth_methods, body.credentials, integration.credentials);
      const custom_provider =
        integration.custom_provider && defined(integration.custom_provider, body.custom_provider ?? {});
      requireInstallable(store, ownership, auth_methods, body.api_key);
      const change = changed<DataIntegration>(
        integration,
        { description, enabled, scopes, credentials, custom_provider } as Partial<DataIntegration>,
        call.now,
      );
      const updated = change ? dataIntegrations.replace(change.record) : integration;
      const other = dataIntegrations.find("slug", integrationKey(otherThan(ownership), integration.slug));
      if (other && custom_provider) dataIntegrations.replace({ ...other, custom_provider });
      const installation = installed(store, updated, body.api_key, call);
      return { status: 200, body: { ...render(updated), installation } };
    }),

    // Connected accounts go with it and, if it is the provider's last one, what organizations have configured. ASSUMED: without events.
    del(route, (call) => {
      const integration = existing(call);
      for (const account of [...store.connectedAccounts.group("data_integration_id", integration.id)])
        store.connectedAccounts.delete(account.id);
      dataIntegrations.delete(integration.id);
      if (!dataIntegrations.find("slug", integrationKey(otherThan(ownership), integration.slug)))
        for (const held of [...store.dataIntegrationConfigurations.group("slug", integration.slug)])
          store.dataIntegrationConfigurations.delete(held.id);
      return { status: 204 };
    }),
  ];
}

const otherThan = (ownership: DataIntegration["ownership"]) => (ownership === "user" ? "organization" : "user");

export const providerName = ({ slug, custom_provider }: DataIntegration): string =>
  custom_provider?.name ?? PROVIDERS.get(slug)?.name ?? slug;

/** The redirect URI to register with the provider. */
export const redirectUri = ({ id, slug }: DataIntegration): string =>
  `https://api.workos.com/data-integrations/${slug}/${id.replace(/^data_integration_/, "dik_")}/callback`;

/** The names that the provider can be configured with. */
export const configFields = (slug: string): readonly string[] => PROVIDERS.get(slug)?.config ?? [];

/** A provider's definition with the changes of a request. */
const defined = (before: object, change: ProviderChange): CustomProvider =>
  ({ ...before, ...change }) as CustomProvider;

function requireProvider(slug: string, custom: CustomProvider | null, authMethods: readonly AuthMethod[]): void {
  if (!custom) {
    if (!PROVIDERS.has(slug)) throw notFound("Provider", slug);
    return;
  }
  if (PROVIDERS.has(slug)) throw invalid([{ field: "provider", text: `'${slug}' is a built-in provider` }]);
  if (authMethods.includes("oauth") && (custom.authorization_url === null || custom.token_url === null))
    throw invalid([{ field: "custom_provider", text: "needs authorization_url and token_url" }]);
}

function requireKnownConfig(slug: string, config: Readonly<Record<string, string>> | undefined): void {
  for (const field of Object.keys(config ?? {}))
    if (!configFields(slug).includes(field))
      throw invalid([{ field: `config.${field}`, text: "is no field of this provider" }]);
}

/** ASSUMED: a change of one part of custom credentials keeps the other. */
function credentialsFor(
  authMethods: readonly AuthMethod[],
  sent: z.infer<typeof credentialsSchema> | undefined,
  held: Credentials | null,
): Credentials | null {
  if (!sent) {
    if (authMethods.includes("oauth")) throw invalid([{ field: "credentials", text: "is required" }]);
    return null;
  }
  const { type, client_id, client_secret } = sent;
  if (type === "organization") {
    if (client_id !== undefined || client_secret !== undefined)
      throw invalid([{ field: "credentials", text: "of type organization has neither client_id nor client_secret" }]);
    return { type };
  }
  const before = held?.type === "custom" ? held : undefined;
  const after = { client_id: client_id ?? before?.client_id, client_secret: client_secret ?? before?.client_secret };
  if (!after.client_id || !after.client_secret)
    throw invalid([{ field: "credentials", text: "of type custom needs client_id and client_secret" }]);
  return { type, client_id: after.client_id, client_secret: after.client_secret };
}

/** Whose account a key makes that comes along. */
function requireInstallable(
  store: WorkosStore,
  ownership: DataIntegration["ownership"],
  authMethods: readonly AuthMethod[],
  key: z.infer<typeof apiKeySchema> | undefined,
): void {
  if (!key) return;
  if (!authMethods.includes("api_key")) throw plainRefusal(400, "The integration takes no API keys.");
  existingUser(store, key.user_id);
  if (key.organization_id !== undefined) existingOrganization(store, key.organization_id);
  else if (ownership === "organization")
    throw plainRefusal(400, "The key for an integration of organizations needs an organization_id.");
}

/** A key that comes along is connected, or rotated; only this answer shows that. */
function installed(
  store: WorkosStore,
  { id, ownership }: DataIntegration,
  key: z.infer<typeof apiKeySchema> | undefined,
  call: Call,
) {
  if (!key) return null;
  const user_id = ownership === "user" ? key.user_id : null;
  const owner = { data_integration_id: id, user_id, organization_id: key.organization_id ?? null };
  const credentials = { auth_method: "api_key", api_key: key.secret } as const;
  const fields = { credentials, state: "connected", established_by_user_id: key.user_id } as const;
  const held = store.connectedAccounts.find("compatibility", accountOwnerKey(owner));
  const account = held ? changeAccount(store, held, fields, call) : connectAccount(store, owner, fields, false, call);
  return {
    id: account.id,
    connection_role: account.connection_role,
    account_identifier: account.account_identifier,
    account_display_name: account.account_display_name,
    user_id: account.user_id,
    organization_id: account.organization_id,
    api_key_last_4: account.api_key_last_4,
  };
}

/** The last four characters of a secret are all that is ever shown of it. */
function renderCredentials(credentials: Credentials | null) {
  if (!credentials) return null;
  if (credentials.type === "organization") return { ...credentials, client_id: null, redacted_client_secret: null };
  const { type, client_id, client_secret } = credentials;
  return { type, client_id, redacted_client_secret: client_secret.slice(-4) };
}

/** ASSUMED: the type of an integration is the slug of its provider, and whatever could be made is valid. */
const render = (integration: DataIntegration) => ({
  object: "data_integration",
  ...integration,
  integration_type: integration.slug,
  state: "valid",
  redirect_uri: redirectUri(integration),
  credentials: renderCredentials(integration.credentials),
  installation: null,
});
