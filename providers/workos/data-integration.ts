import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import type { Known } from "../host/definition.ts";
import { secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { secretBehind } from "./secret-behind.ts";

interface IntegrationRow {
  id: string;
  slug: string;
  description?: string | null;
  enabled: boolean;
  state?: string;
  scopes?: string[] | null;
  redirect_uri?: string;
  auth_methods?: AuthMethod[];
  config?: Record<string, string>;
  credentials?: {
    type: "custom" | "organization";
    client_id?: string | null;
    redacted_client_secret?: string | null;
  } | null;
  custom_provider?: ProviderRow | null;
  created_at: string;
}

const authMethod = z.enum(["oauth", "api_key", "client_credentials"]);
type AuthMethod = z.output<typeof authMethod>;

const set = <Item extends string>(items: readonly Item[]): Item[] => [...new Set(items)].sort();

/** The definition of a provider that WorkOS does not know. What is left out is as WorkOS has it by default. */
const customProvider = z.strictObject({
  /** Shown to people. */
  name: z.string().trim().min(1),
  /** Both URLs are needed unless accounts connect by API key. */
  authorizationUrl: z.url().optional(),
  tokenUrl: z.url().optional(),
  /** Where it differs from `tokenUrl`; null where it does not. */
  refreshTokenUrl: z.url().nullish(),
  pkceEnabled: z.boolean().optional(),
  requestScopeSeparator: z.string().optional(),
  scopesRequired: z.boolean().optional(),
  clientSecretRequired: z.boolean().optional(),
  additionalAuthorizationParameters: z.record(z.string(), z.string()).optional(),
  tokenBodyContentType: z.string().optional(),
  authenticateVia: z.enum(["request_body", "basic_auth_header"]).optional(),
});
type CustomProvider = z.output<typeof customProvider>;

interface ProviderRow {
  name: string;
  authorization_url?: string | null;
  token_url?: string | null;
  refresh_token_url?: string | null;
  pkce_enabled?: boolean;
  request_scope_separator?: string;
  scopes_required?: boolean;
  client_secret_required?: boolean;
  additional_authorization_parameters?: Record<string, string>;
  token_body_content_type?: string;
  authenticate_via?: "request_body" | "basic_auth_header";
}

const inputs = z
  .strictObject({
    /** Of a provider that WorkOS knows, e.g. `github`, or of your own. The natural key. */
    slug: z
      .string()
      .trim()
      .regex(/^[a-z0-9][a-z0-9_-]*$/, "may hold lower-case letters, digits, - and _ only"),
    /** Null for none. */
    description: z.string().trim().nullish(),
    /** Whether accounts can be connected. WorkOS takes false without it. */
    enabled: z.boolean().optional(),
    /** OAuth scopes to ask for, in any order; null for those of the provider. */
    scopes: z.array(z.string().min(1)).transform(set).nullish(),
    /** How accounts sign in at the provider. Omitted: `["oauth"]`. */
    authMethods: z.array(authMethod).min(1, "must not be empty").transform(set).optional(),
    /** Whose OAuth application it is: your own (`custom`), or each organization brings one. Not for API keys. */
    credentials: z.enum(["custom", "organization"]).optional(),
    /** Of your own OAuth application, together with its secret. */
    clientId: z.string().trim().min(1).optional(),
    /** WorkOS shows its last four characters only: a refresh notices another secret by them. */
    clientSecret: secret(z.string().min(1).optional()),
    /** What the provider wants to know, e.g. `account_identifier` of a Snowflake account. */
    config: z.record(z.string(), z.string()).optional(),
    /** For a slug of your own. Of its fields only the declared ones are managed. */
    customProvider: customProvider.optional(),
  })
  .refine(({ clientId, clientSecret }) => (clientId === undefined) === (clientSecret === undefined), {
    path: ["clientSecret"],
    error: "clientId and clientSecret go together: WorkOS changes both or none",
  })
  .refine(({ credentials, clientId }) => credentials !== "organization" || clientId === undefined, {
    path: ["clientId"],
    error: 'with credentials "organization" each organization has its own: see DataIntegrationConfiguration',
  })
  .refine(({ credentials, clientId }) => credentials !== "custom" || clientId !== undefined, {
    path: ["credentials"],
    error: '"custom" needs clientId and clientSecret',
  });
type Declared = z.output<typeof inputs>;

const computed = z.object({
  /** `valid`, `invalid` or `requested`. */
  state: z.string(),
  /** To be registered with the provider as where its users come back to. */
  redirectUri: z.string(),
});

const LIST = "/data-integrations";

const path = (slug: string): string => `${LIST}/${encodeURIComponent(slug)}`;

/** Those with credentials of their own; a provider on WorkOS's shared ones is none of ours. */
export const dataIntegrations: Collection<WorkosClient, IntegrationRow> = {
  name: "data integrations",
  list: (client) => client.list(LIST),
  id: (row) => row.id,
};

/**
 * A third party whose accounts the customers of this environment can connect (WorkOS Pipes). Removing it removes all
 * connected accounts, so that nothing removes it for the sake of another value. One that this stack did not make is
 * refused, since taking it over would overwrite a secret that nobody can read. Single accounts' API keys are no part of
 * it. Source: WorkOS API reference, "Data Integration".
 */
export class DataIntegration extends defineResource({
  vendor: workos,
  name: "DataIntegration",
  inputs,
  computed,
  identity: ["slug"],
  immutable: ["slug", "authMethods", "config"],
  irreplaceable: "removing it disconnects every account that is connected through it",
  importId: ["slug"],
  standalone: { createdAt: (row: IntegrationRow) => new Date(row.created_at) },
  collection: dataIntegrations,
  scope: () => "",
  matches: (row, { slug }) => row.slug === slug,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row, declared) => ({
    id: row.id,
    inputs: {
      slug: row.slug,
      description: row.description ?? null,
      enabled: row.enabled,
      scopes: row.scopes ? set(row.scopes) : null,
      ...unchangeableIn(row, declared),
      ...credentialsIn(row, declared),
      customProvider: row.custom_provider
        ? (managedPart(providerIn(row.custom_provider), declared.customProvider) as CustomProvider)
        : null,
    },
    computed: { state: row.state ?? "", redirectUri: row.redirect_uri ?? "" },
  }),

  observe: (client, known) => ours(client, known),
  lookUp: (client, { slug }) => client.find<IntegrationRow>(path(slug)),

  ensure: (client, declared) =>
    client.post<IntegrationRow>(LIST, {
      provider: declared.slug,
      auth_methods: declared.authMethods,
      config: declared.config,
      ...body(declared),
      credentials: credentialsOf(declared),
    }),

  sync: (client, changes, { row, inputs: declared }) =>
    client.put<IntegrationRow>(path(row.slug), {
      ...body(changes),
      credentials: CREDENTIALS.some((field) => field in changes) ? credentialsOf(declared) : undefined,
    }),

  async remove(client, known) {
    if (await ours(client, known)) await client.delete(path(known.inputs.slug));
  },
}) {}

/** WorkOS finds and deletes by slug alone; what somebody made under it after ours was gone is not ours. */
async function ours(client: WorkosClient, { id, inputs: { slug } }: Known<typeof inputs>) {
  const row = await client.find<IntegrationRow>(path(slug));
  return row?.id === id ? row : undefined;
}

const CREDENTIALS = ["credentials", "clientId", "clientSecret"] as const;

function credentialsOf({ credentials, clientId, clientSecret }: Declared): object | undefined {
  if (credentials === "organization") return { type: credentials };
  if (clientId === undefined) return undefined;
  return { type: "custom", client_id: clientId, client_secret: clientSecret };
}

/**
 * What no update reaches is shown to whoever has not declared it yet. Later it is nothing that a refresh could take into
 * state: no run could change it back.
 */
const unchangeableIn = ({ auth_methods, config }: IntegrationRow, declared: Partial<Declared>) => ({
  authMethods: declared.authMethods === undefined && auth_methods ? set(auth_methods) : undefined,
  config: declared.config === undefined ? config : undefined,
});

/** Without a declaration of them, an import for one, they are not shown: half of them could not be declared. */
function credentialsIn({ credentials }: IntegrationRow, declared: Partial<Declared>) {
  if (CREDENTIALS.every((field) => declared[field] === undefined)) return {};
  return {
    credentials: credentials?.type ?? null,
    clientId: credentials?.client_id ?? null,
    clientSecret: secretBehind(credentials?.redacted_client_secret, declared.clientSecret),
  };
}

function body({ description, enabled, scopes, customProvider: custom }: Partial<Declared>): Record<string, unknown> {
  return {
    description,
    enabled,
    scopes,
    custom_provider: custom && {
      name: custom.name,
      authorization_url: custom.authorizationUrl,
      token_url: custom.tokenUrl,
      refresh_token_url: custom.refreshTokenUrl,
      pkce_enabled: custom.pkceEnabled,
      request_scope_separator: custom.requestScopeSeparator,
      scopes_required: custom.scopesRequired,
      client_secret_required: custom.clientSecretRequired,
      additional_authorization_parameters: custom.additionalAuthorizationParameters,
      token_body_content_type: custom.tokenBodyContentType,
      authenticate_via: custom.authenticateVia,
    },
  };
}

const providerIn = (row: ProviderRow): { [Field in keyof CustomProvider]: CustomProvider[Field] | null } => ({
  name: row.name,
  authorizationUrl: row.authorization_url ?? null,
  tokenUrl: row.token_url ?? null,
  refreshTokenUrl: row.refresh_token_url ?? null,
  pkceEnabled: row.pkce_enabled,
  requestScopeSeparator: row.request_scope_separator,
  scopesRequired: row.scopes_required,
  clientSecretRequired: row.client_secret_required,
  additionalAuthorizationParameters: row.additional_authorization_parameters,
  tokenBodyContentType: row.token_body_content_type,
  authenticateVia: row.authenticate_via,
});

/** The fields that are declared; on import, all that have a value. */
const managedPart = (shown: object, declared: object | undefined): object =>
  Object.fromEntries(
    Object.entries(shown).filter(([field, value]) =>
      declared ? field in declared : value !== null && value !== undefined,
    ),
  );
