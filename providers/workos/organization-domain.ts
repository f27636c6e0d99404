import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { type OrganizationRow, organizations } from "./organization.ts";

export interface DomainRow {
  id: string;
  organization_id: string;
  domain: string;
  state?: string;
  verification_prefix?: string;
  verification_token?: string;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  /** `acme.example`; lower case, no protocol, no path. */
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
      "must be a domain name such as acme.example",
    ),
});

const computed = z.object({
  /** `pending` until the DNS record is found, then `verified`; `failed` when it was not found within 30 days. */
  state: z.string(),
  /** Where the customer puts the TXT record, e.g. `superapi-domain-verification-x1`. Empty where WorkOS gives none. */
  verificationPrefix: z.string(),
  /** What the TXT record says. Public by nature. Empty where WorkOS gives none. */
  verificationToken: z.string(),
});

/** WorkOS has no list of domains; each organization carries its own. */
export const organizationDomains: Collection<WorkosClient, DomainRow> = {
  name: "organization domains",
  within: "workos:Organization",
  async list(client, organizationId) {
    const organization = await client.find<OrganizationRow>(`/organizations/${encodeURIComponent(organizationId)}`);
    return organization ? domainsOf(organization) : [];
  },
  everywhere: {
    list: async (client) => (await client.snapshots.all(organizations, "")).flatMap(domainsOf),
    scope: (row) => row.organization_id,
  },
  id: (row) => row.id,
};

const domainsOf = (organization: OrganizationRow): DomainRow[] =>
  (organization.domains ?? []).map((domain) => ({ ...domain, organization_id: organization.id }));

/**
 * A domain of an organization, verified by a DNS record that the customer sets. Creating it sends nothing to anybody.
 * Source: WorkOS API reference, "Organization domain".
 */
export class OrganizationDomain extends defineResource({
  vendor: workos,
  name: "OrganizationDomain",
  inputs,
  computed,
  identity: ["organizationId", "domain"],
  immutable: ["organizationId", "domain"],
  importId: ["organizationId", "domain"],
  collection: organizationDomains,
  scope: ({ organizationId }) => organizationId,
  matches: (row, { domain }) => row.domain.toLowerCase() === domain,
  feed: {
    changes: [
      "organization_domain.created",
      "organization_domain.updated",
      "organization_domain.verified",
      "organization_domain.verification_failed",
    ],
    removals: ["organization_domain.deleted"],
    // A failed verification carries the domain one level deeper than the other events.
    concerns: (data, { id }) => data.id === id || (data.organization_domain as DomainRow | undefined)?.id === id,
  },

  describe: (row) => ({
    id: row.id,
    inputs: { organizationId: row.organization_id, domain: row.domain.toLowerCase() },
    computed: {
      state: row.state ?? "",
      verificationPrefix: row.verification_prefix ?? "",
      verificationToken: row.verification_token ?? "",
    },
  }),

  ensure: (client, { organizationId, domain }) =>
    client.post<DomainRow>("/organization_domains", { organization_id: organizationId, domain }),

  async remove(client, { id }) {
    await client.delete(`/organization_domains/${encodeURIComponent(id)}`);
  },
}) {}
