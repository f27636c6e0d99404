import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { additive, secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { NotFoundError } from "../http/errors/not-found-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";
import { secretBehind } from "./secret-behind.ts";

/** Its id is that of the integration, which all organizations share. */
interface ConfigurationRow {
  organization_id: string;
  slug: string;
  enabled: boolean;
  scopes?: string[] | null;
  config?: Record<string, string>;
  /** Only where organizations bring their own OAuth application. */
  credentials?: { client_id?: string | null; client_secret_last_four?: string | null; redirect_uri?: string };
}

const inputs = z
  .strictObject({
    organizationId: z.string().min(1),
    /** Of a data integration of the environment, or of a provider that WorkOS knows. */
    slug: z.string().trim().min(1),
    /** Whether this organization's people can connect accounts. */
    enabled: z.boolean().optional(),
    /** OAuth scopes for this organization, in any order; null for those of the integration. */
    scopes: z
      .array(z.string().min(1))
      .transform((scopes) => [...new Set(scopes)].sort())
      .nullish(),
    /** Of the organization's own OAuth application, together with its secret; where the integration asks for one. */
    clientId: z.string().trim().min(1).optional(),
    /** WorkOS shows its last four characters only: a refresh notices another secret by them. */
    clientSecret: secret(z.string().min(1).optional()),
    /** What the provider wants to know; where organizations bring their own application. Other keys are left alone. */
    config: additive(z.record(z.string(), z.string()).optional()),
  })
  .refine(({ clientId, clientSecret }) => (clientId === undefined) === (clientSecret === undefined), {
    path: ["clientSecret"],
    error: "clientId and clientSecret go together: WorkOS changes both or none",
  })
  .refine(
    ({ enabled, scopes, clientId, config }) => [enabled, scopes, clientId, config].some((each) => each !== undefined),
    { path: ["enabled"], error: "nothing is configured: declare enabled, scopes, clientId or config" },
  );
type Declared = z.output<typeof inputs>;

const computed = z.object({
  /** To be registered with the organization's own application. Empty where it brings none. */
  redirectUri: z.string(),
});

const listOf = (organizationId: string): string =>
  `/organizations/${encodeURIComponent(organizationId)}/data_integration_configurations`;

const path = (organizationId: string, slug: string): string => `${listOf(organizationId)}/${encodeURIComponent(slug)}`;

/** One for every provider that the organization can use, whether it configured anything or not. The list has no pages. */
export const dataIntegrationConfigurations: Collection<WorkosClient, ConfigurationRow> = {
  name: "configurations of data integrations",
  within: "workos:Organization",
  list: (client, organizationId) => noneIfGone(client.unpaged(listOf(organizationId))),
  id: (row) => `${row.organization_id}/${row.slug}`,
};

/**
 * What one organization has set about one data integration. WorkOS cannot delete it: removing one that is declared enabled
 * disables the integration for the organization, and everything else stays as it is.
 * Source: WorkOS API reference, "Data Integration Configuration".
 */
export class DataIntegrationConfiguration extends defineResource({
  vendor: workos,
  name: "DataIntegrationConfiguration",
  inputs,
  computed,
  identity: ["organizationId", "slug"],
  immutable: ["organizationId", "slug"],
  importId: ["organizationId", "slug"],
  collection: dataIntegrationConfigurations,
  scope: ({ organizationId }) => organizationId,
  // Every provider is listed, and where the organization set nothing it shows what the integration says: a row never tells
  // that somebody configured it. So a creation takes nothing over but configures, which is the same the first time and any
  // other; an import, which knows no more than the key, finds the row.
  matches: (row, { slug, enabled, scopes, clientId, config }) =>
    row.slug === slug && [enabled, scopes, clientId, config].every((each) => each === undefined),
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row, declared) => ({
    id: `${row.organization_id}/${row.slug}`,
    inputs: {
      organizationId: row.organization_id,
      slug: row.slug,
      enabled: row.enabled,
      scopes: scopesIn(row, declared),
      ...credentialsIn(row, declared),
      config: row.config,
    },
    computed: { redirectUri: row.credentials?.redirect_uri ?? "" },
  }),

  async ensure(client, declared) {
    const rows = declared.config
      ? await client.snapshots.all(dataIntegrationConfigurations, declared.organizationId)
      : [];
    const shown = rows.find(({ slug }) => slug === declared.slug)?.config;
    return configure(client, declared, { ...declared, config: amended(shown, declared.config) });
  },
  sync: (client, changes, { row, inputs: declared }) =>
    configure(client, declared, { ...changes, config: amended(row.config, changes.config) }),

  async remove(client, { inputs: { organizationId, slug, enabled } }) {
    if (!enabled) return; // It is disabled already, or whether it is was never ours to say.
    try {
      await client.put(path(organizationId, slug), { enabled: false });
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error; // The organization or the integration is gone with it.
    }
  },

  leaves: ({ slug, enabled }) =>
    enabled
      ? `${slug} is disabled for this organization; its scopes and credentials stay at WorkOS`
      : `what is configured for ${slug} stays at WorkOS, which cannot delete it`,
}) {}

/** Credentials change both or none. */
const configure = (client: WorkosClient, declared: Declared, changes: Partial<Declared>): Promise<ConfigurationRow> => {
  const { organizationId, slug, clientId, clientSecret } = declared;
  const hasNewCredentials = "clientId" in changes || "clientSecret" in changes;
  return client.put<ConfigurationRow>(path(organizationId, slug), {
    enabled: changes.enabled,
    scopes: changes.scopes,
    ...(hasNewCredentials ? { client_id: clientId, client_secret: clientSecret } : {}),
    config: changes.config,
  });
};

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
const scopesIn = ({ scopes }: ConfigurationRow, declared: Partial<Declared>): string[] | null | undefined => {
  if (declared.scopes === null) return undefined;
  return scopes ? [...new Set(scopes)].sort() : null;
};

/** Without a declaration of them, an import for one, they are not shown: half of them could not be declared. */
function credentialsIn({ credentials }: ConfigurationRow, { clientId, clientSecret }: Partial<Declared>) {
  if (clientId === undefined) return {};
  return {
    clientId: credentials?.client_id ?? null,
    clientSecret: secretBehind(credentials?.client_secret_last_four, clientSecret),
  };
}
