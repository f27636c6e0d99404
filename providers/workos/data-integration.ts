import type { DataIntegrationResponse } from "@workos-inc/node";
import {
  ABSENT,
  type Api,
  at,
  camelCase,
  defineResource,
  fail,
  isConflict,
  type Path,
  secret,
  snakeCase,
  when,
  z,
} from "../kit.ts";
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

type Owner = "user" | "organization";

/** The SDK does not know yet whose an integration can be. */
type IntegrationRow = DataIntegrationResponse & { ownership?: Owner };

export const integrationInputs = z
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
type Declared = z.output<typeof integrationInputs>;

export const integrationOutputs = z.object({
  /** `valid`, `invalid` or `requested`. */
  state: z.string(),
  /** To be registered with the provider as where its users come back to. */
  redirectUri: z.string(),
  createdAt: timestamp,
});

/**
 * A third party at which the people of this environment can connect accounts of their own (WorkOS Pipes); for those of
 * whole organizations it has another one, `OrganizationDataIntegration`. Removing it removes all connected accounts, so that
 * nothing removes it for the sake of another value. One that this stack did not make is refused, since taking it over would
 * overwrite a secret that nobody can read. Accounts are no part of it.
 * Source: WorkOS API reference, "Data Integration".
 * @removal deletes, with the accounts that are connected through it; so a change of what it replaces is refused at
 *   preview under the same slug
 */
export class DataIntegration extends defineResource(workos, "DataIntegration", {
  inputs: integrationInputs,
  outputs: integrationOutputs,
  key: ["slug"],
  immutable: ["slug", "authMethods", "config"],
  importId: "key",
  removal: { irreplaceable: "removing it disconnects every account that is connected through it" },
  list: (api) => integrationsOf(api, "user"),
  show: showIntegration,
  born: (row) => new Date(row.created_at),
  observe: (api, { slug, id }) => integrationAt(api, at`/data-integrations/${slug}`, id),
  lookUp: (api, { slug }) => api.find(at`/data-integrations/${slug}`),
  ensure: (api, declared) => createIntegration(api, "user", declared),
  sync: (api, changes, known) => updateIntegration(api, at`/data-integrations/${known.slug}`, changes, known),
  remove: async (api, { slug, id }) => {
    const path = at`/data-integrations/${slug}`;
    return (await integrationAt(api, path, id)) ? api.delete(path) : ABSENT;
  },
}) {}

/** Those with credentials of their own; a provider on WorkOS's shared ones is none of ours. What older answers lack is a user's. */
export const integrationsOf = async (api: Api, owner: Owner): Promise<IntegrationRow[]> =>
  (await api.list<IntegrationRow>(at`/data-integrations`)).filter(({ ownership = "user" }) => ownership === owner);

/** WorkOS finds and deletes by slug alone; what somebody made under it after ours was gone is not ours. */
export async function integrationAt(api: Api, path: Path, id: string): Promise<IntegrationRow | undefined> {
  const row = await api.find<IntegrationRow>(path);
  return row?.id === id ? row : undefined;
}

export const createIntegration = (api: Api, owner: Owner, declared: Declared): Promise<IntegrationRow> =>
  api
    .post<IntegrationRow>(at`/data-integrations`, {
      provider: declared.slug,
      // What is left out is a user's.
      ownership: owner === "user" ? undefined : owner,
      auth_methods: declared.authMethods,
      config: declared.config,
      ...body(declared),
      credentials: credentialsOf(declared),
    })
    .catch(unlessDefinedTwice(api, owner, declared));

/** For `catch`: WorkOS has one definition of a provider for both of its integrations, and takes no second one. */
const unlessDefinedTwice = (api: Api, owner: Owner, { slug, customProvider }: Declared) =>
  when(isConflict, async (error): Promise<never> => {
    const isThere = async (whose: Owner) => (await integrationsOf(api, whose)).some((row) => row.slug === slug);
    const other = owner === "user" ? "organization" : "user";
    if (!customProvider || (await isThere(owner)) || !(await isThere(other))) throw error;
    const what = `WorkOS has one definition of ${slug} for both of its integrations, made with the one for ${other}s`;
    throw fail(error, `${what}. Leave customProvider out of this one.`);
  });

export const updateIntegration = (
  api: Api,
  path: Path,
  changes: Partial<Declared>,
  declared: Declared,
): Promise<IntegrationRow> =>
  api.put(path, {
    ...body(changes),
    credentials: CREDENTIALS.some((field) => field in changes) ? credentialsOf(declared) : undefined,
  });

export function showIntegration(row: IntegrationRow, declared: Partial<Declared>) {
  return {
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
  };
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
