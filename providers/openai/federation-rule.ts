import type { OpenAI } from "openai";
import { at, defineResource, eventsOf, snakeCase, z } from "../kit.ts";
import { openai } from "./client.ts";
import { asSet, attributeMatchers, description, name, scopes, unixTime, vendorId } from "./fields.ts";

type RuleRow = OpenAI.Admin.Organization.WorkloadIdentityProviders.FederationRule;

const inputs = z.strictObject({
  workloadIdentityProviderId: vendorId,
  /** Shown to people, and the natural key at the provider. OpenAI does not say that names are unique. */
  name,
  projectId: vendorId,
  /** The service account of the project that such a token speaks for. */
  serviceAccountId: vendorId,
  /**
   * What a token must have, by attribute, e.g. `{ repository: "acme/app" }`: all of it. The whole map, and not an empty one,
   * which would fit every token of the provider.
   */
  attributeMatchers,
  description: description.optional(),
  /** Omitted: left alone, and on when it is made. */
  enabled: z.boolean().optional(),
  /** What such a token may do; null for all that the service account may. Omitted: left alone, and null when it is made. */
  scopes: scopes.nullish(),
});

/**
 * Which tokens of a `WorkloadIdentityProvider` speak for a service account: no key to keep, to rotate or to leak.
 * Source: OpenAI's Node client 7.57, `admin.organization.workloadIdentityProviders.federationRules`.
 */
export class FederationRule extends defineResource(openai, "FederationRule", {
  inputs,
  outputs: z.object({ createdAt: unixTime }),
  parent: { workloadIdentityProviderId: "openai:WorkloadIdentityProvider" },
  key: ["name"],
  immutable: ["projectId", "serviceAccountId"],
  // Audit logs call it a mapping.
  feed: eventsOf("workload_identity_provider_mapping"),
  list: (api, { workloadIdentityProviderId }) =>
    api.list<RuleRow>(at`/organization/workload_identity_providers/${workloadIdentityProviderId}/federation_rules`),
  show: (row) => ({
    workloadIdentityProviderId: row.workload_identity_provider_id,
    name: row.name,
    projectId: row.project_id,
    serviceAccountId: row.service_account_id,
    attributeMatchers: row.attribute_matchers,
    description: row.description || null,
    enabled: row.enabled,
    scopes: row.permissions.type === "restricted" ? asSet(row.permissions.scopes) : null,
    createdAt: row.created_at,
  }),
  observe: (api, known) => api.find(pathOf(known)),
  // A creation takes no null.
  ensure: (api, { workloadIdentityProviderId, description, ...rule }) =>
    api.post(at`/organization/workload_identity_providers/${workloadIdentityProviderId}/federation_rules`, {
      ...bodyOf(rule),
      description: description ?? undefined,
    }),
  sync: (api, changes, known) => api.post(pathOf(known), bodyOf(changes)),
  remove: (api, known) => api.delete(pathOf(known)),
}) {}

const pathOf = ({ workloadIdentityProviderId, id }: { workloadIdentityProviderId: string; id: string }) =>
  at`/organization/workload_identity_providers/${workloadIdentityProviderId}/federation_rules/${id}`;

/** @param rule all of it, or what changes */
function bodyOf({ scopes, ...rule }: Partial<z.output<typeof inputs>>) {
  if (scopes === undefined) return snakeCase(rule);
  const permissions = scopes === null ? { type: "service_account_default" } : { type: "restricted", scopes };
  return { ...snakeCase(rule), permissions };
}
