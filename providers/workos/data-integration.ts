import type { DataIntegrationResponse } from "@workos-inc/node";
import { ABSENT, type Api, at, camelCase, defineResource, secret, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { bothOrNone, showCredentials } from "./client-credentials.ts";
import {
  asSet,
  authMethods,
  clientId,
  customProvider,
  integrationConfig,
  integrationSlug,
  longDescription,
  scopes,
  timestamp,
} from "./fields.ts";

const inputs = z
  .strictObject({
    /** Of a provider that WorkOS knows, e.g. `github`, or of your own. The natural key. */
    slug: integrationSlug,
    description: longDescription.optional(),
    /** Whether accounts can be connected. WorkOS takes false without it. */
    enabled: z.boolean().optional(),
    /** OAuth scopes to ask for, in any order; null for those of the provider. */
    scopes: scopes.nullish(),
    /** How accounts sign in at the provider. Omitted: `["oauth"]`. */
    authMethods: authMethods.optional(),
    /** Whose OAuth application it is: your own (`custom`), or each organization brings one. Not for API keys. */
    credentials: z.enum(["custom", "organization"]).optional(),
    /** Of your own OAuth application, together with its secret. */
    clientId: clientId.optional(),
    /** WorkOS shows its last four characters only: a refresh notices another secret by them. */
    clientSecret: secret(z.string().min(1).optional()),
    /** What the provider wants to know, e.g. `account_identifier` of a Snowflake account. */
    config: integrationConfig.optional(),
    /** For a slug of your own. Of its fields only the declared ones are managed. */
    customProvider: customProvider.optional(),
  })
  .superRefine(bothOrNone)
  .refine(({ credentials, clientId }) => credentials !== "organization" || clientId === undefined, {
    path: ["clientId"],
    error: 'with credentials "organization" each organization has its own: see DataIntegrationConfiguration',
  })
  .refine(({ credentials, clientId }) => credentials !== "custom" || clientId !== undefined, {
    path: ["credentials"],
    error: '"custom" needs clientId and clientSecret',
  });
type Declared = z.output<typeof inputs>;

/**
 * A third party whose accounts the customers of this environment can connect (WorkOS Pipes). Removing it removes all
 * connected accounts, so that nothing removes it for the sake of another value. One that this stack did not make is
 * refused, since taking it over would overwrite a secret that nobody can read. Single accounts' API keys are no part of
 * it. Source: WorkOS API reference, "Data Integration".
 * @removal deletes, with the accounts that are connected through it; so a change of what it replaces is refused at
 *   preview under the same slug
 */
export class DataIntegration extends defineResource(workos, "DataIntegration", {
  inputs,
  outputs: z.object({
    /** `valid`, `invalid` or `requested`. */
    state: z.string(),
    /** To be registered with the provider as where its users come back to. */
    redirectUri: z.string(),
    createdAt: timestamp,
  }),
  key: ["slug"],
  immutable: ["slug", "authMethods", "config"],
  importId: "key",
  removal: { irreplaceable: "removing it disconnects every account that is connected through it" },
  // Those with credentials of their own; a provider on WorkOS's shared ones is none of ours. The integration that organizations
  // own has the same slug and is another one.
  list: async (api) => (await api.list<IntegrationRow>(at`/data-integrations`)).filter(isOfUsers),
  show: (row, declared) => ({
    slug: row.slug,
    description: row.description ?? null,
    enabled: row.enabled,
    scopes: row.scopes ? asSet(row.scopes) : null,
    ...unchangeableIn(row, declared),
    ...credentialsIn(row, declared),
    customProvider: customProviderIn(row, declared),
    state: row.state ?? "",
    redirectUri: row.redirect_uri ?? "",
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at),
  observe: ours,
  lookUp: (api, { slug }) => api.find(at`/data-integrations/${slug}`),
  ensure: (api, declared) =>
    api.post(at`/data-integrations`, {
      provider: declared.slug,
      auth_methods: declared.authMethods,
      config: declared.config,
      ...body(declared),
      credentials: credentialsOf(declared),
    }),
  sync: (api, changes, declared) =>
    api.put(at`/data-integrations/${declared.slug}`, {
      ...body(changes),
      credentials: CREDENTIALS.some((field) => field in changes) ? credentialsOf(declared) : undefined,
    }),
  async remove(api, known) {
    return (await ours(api, known)) ? api.delete(at`/data-integrations/${known.slug}`) : ABSENT;
  },
}) {}

/** The SDK does not know yet whose an integration can be. */
type IntegrationRow = DataIntegrationResponse & { ownership?: "user" | "organization" };
const isOfUsers = ({ ownership = "user" }: IntegrationRow): boolean => ownership === "user";

/** WorkOS finds and deletes by slug alone; what somebody made under it after ours was gone is not ours. */
async function ours(api: Api, { id, slug }: { id: string; slug: string }) {
  const row = await api.find<DataIntegrationResponse>(at`/data-integrations/${slug}`);
  return row?.id === id ? row : undefined;
}

const body = ({ description, enabled, scopes, customProvider: custom }: Partial<Declared>) => ({
  description,
  enabled,
  scopes,
  custom_provider: custom && snakeCase(custom),
});

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
const unchangeableIn = (row: DataIntegrationResponse, declared: Partial<Declared>) => ({
  authMethods: declared.authMethods === undefined && row.auth_methods ? asSet(row.auth_methods) : undefined,
  config: declared.config === undefined ? row.config : undefined,
});

/** Without a declaration of them, an import for one, they are not shown: half of them could not be declared. */
function credentialsIn({ credentials }: DataIntegrationResponse, declared: Partial<Declared>) {
  if (CREDENTIALS.every((field) => declared[field] === undefined)) return {};
  return {
    credentials: (credentials?.type ?? null) as Declared["credentials"] | null,
    ...showCredentials(credentials?.client_id, credentials?.redacted_client_secret, declared),
  };
}

/** Of the provider's definition the fields that are declared; on import, all that have a value. */
function customProviderIn({ custom_provider }: DataIntegrationResponse, declared: Partial<Declared>) {
  if (!custom_provider) return null;
  const shown = camelCase(custom_provider) as Readonly<Record<string, unknown>>;
  const fields = Object.keys(customProvider.shape).map((field) => [field, shown[field] ?? null] as const);
  const managed = declared.customProvider;
  return Object.fromEntries(
    fields.filter(([field, value]) => (managed ? field in managed : value !== null)),
  ) as Declared["customProvider"];
}
