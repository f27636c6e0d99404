import { z } from "zod";
import { type Endpoint, get, param, put } from "../../core/api.ts";
import { mapOf } from "../../core/map-of.ts";
import { invalid, malformed, plainRefusal, valid } from "../errors.ts";
import { existingIntegration, existingOrganization } from "../existing.ts";
import type { DataIntegration, DataIntegrationConfiguration } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";
import { configFields, providerName, redirectUri } from "./data-integrations.ts";

const schema = z.object({
  enabled: z.boolean().optional(),
  scopes: z.array(z.string()).nullish(),
  client_id: z.string().min(1, "must not be empty").optional(),
  client_secret: z.string().min(1, "must not be empty").optional(),
  config: mapOf(z.string()).optional(),
});

export function dataIntegrationConfigurationEndpoints(store: WorkosStore): Endpoint[] {
  const base = "/organizations/{organizationId}/data_integration_configurations";
  const { dataIntegrationConfigurations } = store;
  return [
    // Unpaged: one for each integration of the environment, whether the organization has set anything or not.
    get(base, (call) => {
      const { id } = existingOrganization(store, param(call, "organizationId"));
      const data = configurable(store).map((integration) =>
        render(integration, id, dataIntegrationConfigurations.get(configurationId(id, integration.slug))),
      );
      return { status: 200, body: { object: "list", data } };
    }),

    // Omitted members are unchanged.
    put(`${base}/{slug}`, (call) => {
      const organization = existingOrganization(store, param(call, "organizationId"));
      const slug = param(call, "slug");
      const integration =
        configurable(store).find((one) => one.slug === slug) ?? existingIntegration(store, slug, "user");
      const { client_id, client_secret, ...body } = valid(schema, call.body, malformed);
      refuseUnfit(integration, { ...body, client_id, client_secret });
      const id = configurationId(organization.id, integration.slug);
      const held = dataIntegrationConfigurations.get(id);
      const configuration = {
        id,
        organization_id: organization.id,
        slug: integration.slug,
        created_at: iso(call.now),
        ...held,
        ...given(body),
        ...given({ client_id, client_secret }),
        updated_at: iso(call.now),
      };
      if (held) dataIntegrationConfigurations.replace(configuration);
      else dataIntegrationConfigurations.insert(configuration);
      return { status: 200, body: render(integration, organization.id, configuration) };
    }),
  ];
}

/** ASSUMED: an organization has one configuration for a provider, of which users' integration says more than organizations'. */
function configurable(store: WorkosStore): DataIntegration[] {
  const all = [...store.dataIntegrations.all];
  const forUsers = new Set(all.flatMap(({ ownership, slug }) => (ownership === "user" ? [slug] : [])));
  return all.filter(({ ownership, slug }) => ownership === "user" || !forUsers.has(slug));
}

export const configurationId = (organizationId: string, slug: string): string => `${organizationId}/${slug}`;

/** ASSUMED: where the integration names no scopes of its own, any may be used. */
function refuseUnfit(integration: DataIntegration, body: z.infer<typeof schema>): void {
  const { enabled, scopes, client_id, client_secret, config } = body;
  if ([enabled, scopes, client_id, client_secret, config].every((member) => member === undefined))
    throw plainRefusal(400, "Provide at least one of enabled, scopes, client_id and config.");
  if ((client_id === undefined) !== (client_secret === undefined))
    throw plainRefusal(400, "client_id and client_secret must be provided together.");
  const bringsItsOwn = integration.credentials?.type === "organization";
  if (!bringsItsOwn && (client_id !== undefined || config !== undefined))
    throw plainRefusal(400, "The credentials of this integration are not the organization's.");
  for (const field of Object.keys(config ?? {}))
    if (!configFields(integration.slug).includes(field))
      throw plainRefusal(400, `'${field}' is no field of this provider.`);
  for (const scope of scopes ?? [])
    if (integration.scopes && !integration.scopes.includes(scope))
      throw invalid([{ field: "scopes", text: `'${scope}' is not among those of the integration` }]);
}

/** Its members that are there. */
const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

function render(integration: DataIntegration, organization_id: string, own: DataIntegrationConfiguration | undefined) {
  const { id, slug, credentials } = integration;
  const credentialsOfOrganization = {
    credentials_type: "organization",
    has_credentials: own?.client_id !== undefined,
    client_id: own?.client_id ?? null,
    client_secret_last_four: own?.client_secret?.slice(-4) ?? null,
    redirect_uri: redirectUri(integration),
  };
  return {
    object: "data_integration_configuration",
    id,
    organization_id,
    slug,
    name: providerName(integration),
    enabled: own?.enabled ?? integration.enabled,
    scopes: own?.scopes ?? integration.scopes,
    config: own?.config ?? integration.config,
    ...(credentials?.type === "organization" ? { credentials: credentialsOfOrganization } : {}),
    created_at: own?.created_at ?? integration.created_at,
    updated_at: own?.updated_at ?? integration.updated_at,
  };
}
