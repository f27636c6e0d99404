import { type Api, additive, at, defineResource, secret, z } from "../kit.ts";
import { workos } from "./client.ts";
import { bothOrNone, showCredentials } from "./client-credentials.ts";
import { asSet, clientId, integrationConfig, integrationSlug, scopes, timestamp, vendorId } from "./fields.ts";

/** Its id is that of the integration, which all organizations share. */
interface ConfigurationRow {
  slug: string;
  enabled: boolean;
  scopes?: string[] | null;
  config?: Record<string, string>;
  /** Only where organizations bring their own OAuth application. */
  credentials?: { client_id?: string | null; client_secret_last_four?: string | null; redirect_uri?: string };
  created_at: string;
}

const inputs = z
  .strictObject({
    organizationId: vendorId,
    /** Of a data integration of the environment, or of a provider that WorkOS knows. */
    slug: integrationSlug,
    /** Whether this organization's people can connect accounts. */
    enabled: z.boolean().optional(),
    /** OAuth scopes for this organization, in any order; null for those of the integration. */
    scopes: scopes.nullish(),
    /** Of the organization's own OAuth application, together with its secret; where the integration asks for one. */
    clientId: clientId.optional(),
    /** WorkOS shows its last four characters only: a refresh notices another secret by them. */
    clientSecret: secret(z.string().min(1).optional()),
    /** What the provider wants to know; where organizations bring their own application. Other keys are left alone. */
    config: additive(integrationConfig.optional()),
  })
  .superRefine(bothOrNone)
  .refine((declared) => !isEmpty(declared), {
    path: ["enabled"],
    error: "nothing is configured: declare enabled, scopes, clientId or config",
  });
type Declared = z.output<typeof inputs>;

/**
 * What one organization has set about one data integration. WorkOS cannot delete it: removing one that is declared enabled
 * disables the integration for the organization, and everything else stays as it is. Its id is `organizationId/slug`.
 * Source: WorkOS API reference, "Data Integration Configuration".
 * @removal disables it for the organization if `enabled` is declared true; everything else stays as it is, with a
 *   warning
 */
export class DataIntegrationConfiguration extends defineResource(workos, "DataIntegrationConfiguration", {
  inputs,
  outputs: z.object({
    /** To be registered with the organization's own application. Empty where it brings none. */
    redirectUri: z.string(),
    createdAt: timestamp,
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["slug"],
  immutable: ["slug"],
  importId: "key",
  removal: {
    leaves: ({ slug, enabled }) =>
      enabled
        ? `${slug} is disabled for this organization; its scopes and credentials stay at WorkOS`
        : `what is configured for ${slug} stays at WorkOS, which cannot delete it`,
  },
  // One for every provider that the organization can use, whether it configured anything or not. The list has no pages.
  list: (api, { organizationId }) =>
    api.unpaged<ConfigurationRow>(at`/organizations/${organizationId}/data_integration_configurations`),
  id: ({ slug }, { organizationId }) => `${organizationId}/${slug}`,
  // Every provider is listed, and where the organization set nothing it shows what the integration says: a row never tells
  // that somebody configured it. So a creation takes nothing over but configures, which is the same the first time and any
  // other; an import, which knows no more than the key, finds the row.
  matches: (row, declared) => row.slug === declared.slug && isEmpty(declared),
  show: (row, declared) => ({
    slug: row.slug,
    enabled: row.enabled,
    scopes: scopesIn(row, declared),
    ...credentialsIn(row, declared),
    config: row.config,
    redirectUri: row.credentials?.redirect_uri ?? "",
    createdAt: row.created_at,
  }),
  async ensure(api, declared): Promise<ConfigurationRow> {
    const { collection } = DataIntegrationConfiguration.definition;
    const rows = declared.config ? await api.snapshots.all(collection, declared.organizationId) : [];
    const shown = rows.find(({ slug }) => slug === declared.slug)?.config;
    return configure(api, declared, { ...declared, config: amended(shown, declared.config) });
  },
  sync: (api, changes, { row, ...declared }) =>
    configure(api, declared, { ...changes, config: amended(row.config, changes.config) }),
  async remove(api, { organizationId, slug, enabled }) {
    if (!enabled) return; // It is disabled already, or whether it is was never ours to say.
    const path = at`/organizations/${organizationId}/data_integration_configurations/${slug}`;
    await api.put(path, { enabled: false });
  },
}) {}

function isEmpty(declared: { enabled?: unknown; scopes?: unknown; clientId?: unknown; config?: unknown }): boolean {
  const { enabled, scopes, clientId, config } = declared;
  return [enabled, scopes, clientId, config].every((each) => each === undefined);
}

/** Credentials change both or none. */
function configure(api: Api, declared: Declared, changes: Partial<Declared>): Promise<ConfigurationRow> {
  const { organizationId, slug, clientId, clientSecret } = declared;
  const hasNewCredentials = "clientId" in changes || "clientSecret" in changes;
  return api.put(at`/organizations/${organizationId}/data_integration_configurations/${slug}`, {
    enabled: changes.enabled,
    scopes: changes.scopes,
    ...(hasNewCredentials && { client_id: clientId, client_secret: clientSecret }),
    config: changes.config,
  });
}

/**
 * The whole map after a change of some of its keys, null for those to go. ASSUMED: the map that is sent replaces the one
 * there is, so that keys of others are sent along; if WorkOS kept them by itself, a key that is dropped would stay.
 */
const amended = (shown: Declared["config"], change: Declared["config"]): Declared["config"] =>
  change && Object.fromEntries(Object.entries({ ...shown, ...change }).filter(([, value]) => value !== null));

/**
 * WorkOS shows the scopes in effect and does not say whose they are: whether the organization has none of its own cannot
 * be seen.
 */
function scopesIn({ scopes }: ConfigurationRow, declared: Partial<Declared>): string[] | null | undefined {
  if (declared.scopes === null) return undefined;
  return scopes ? asSet(scopes) : null;
}

/** Without a declaration of them, an import for one, they are not shown: half of them could not be declared. */
const credentialsIn = ({ credentials }: ConfigurationRow, declared: Partial<Declared>) =>
  declared.clientId === undefined
    ? {}
    : showCredentials(credentials?.client_id, credentials?.client_secret_last_four, declared);
