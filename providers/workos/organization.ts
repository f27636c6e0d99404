import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { additive } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { UnexpectedError } from "../http/errors/unexpected-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import type { DomainRow } from "./organization-domain.ts";

export interface OrganizationRow {
  id: string;
  name: string;
  external_id?: string | null;
  metadata?: Record<string, string>;
  allow_profiles_outside_organization?: boolean;
  stripe_customer_id?: string | null;
  domains?: DomainRow[];
  created_at: string;
}

const inputs = z.strictObject({
  /** Shown to people. Need not be unique. 1 to 255 characters on one line. */
  name: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .regex(/^[^\r\n]*$/, "must be one line"),
  /** Your own id of the customer, the natural key. Unique in the environment; up to 64 ASCII characters. */
  externalId: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[\x20-\x7e]*$/, "must be plain ASCII"),
  /** Up to 50 pairs; keys up to 40, values up to 600 characters, ASCII. Keys you do not declare are left alone. */
  metadata: additive(
    z
      .record(z.string().min(1).max(40), z.string().max(600))
      .refine((map) => Object.keys(map).length <= 50, "has more than the 50 pairs that WorkOS stores")
      .optional(),
  ),
  /** Whether people from other e-mail domains may be members. */
  allowProfilesOutsideOrganization: z.boolean().optional(),
  /** `cus_…`. WorkOS can set it but not clear it. */
  stripeCustomerId: z.string().startsWith("cus_").optional(),
});

const computed = z.object({
  /** RFC 3339. */
  createdAt: z.string(),
});

/** All organizations of the environment; their domains come with them. */
export const organizations: Collection<WorkosClient, OrganizationRow> = {
  name: "organizations",
  list: (client) => client.list("/organizations"),
  id: (row) => row.id,
};

/** How often, and how long apart, an organization whose deletion was only accepted is looked at again. */
const DELETION_CHECKS = 30;
const DELETION_CHECK_MS = 2_000;

/**
 * A customer's organization at WorkOS. Domains are resources of their own.
 * Source: WorkOS API reference, "Organization".
 */
export class Organization extends defineResource({
  vendor: workos,
  name: "Organization",
  inputs,
  computed,
  identity: ["externalId"],
  immutable: [],
  standalone: { createdAt: (row: OrganizationRow) => new Date(row.created_at) },
  collection: organizations,
  scope: () => "",
  matches: (row, { externalId }) => row.external_id === externalId,
  feed: {
    changes: ["organization.created", "organization.updated"],
    removals: ["organization.deleted"],
    concerns: (data, { id }) => data.id === id,
  },

  describe: (row) => ({
    id: row.id,
    inputs: {
      name: row.name,
      externalId: row.external_id ?? null,
      metadata: row.metadata ?? {},
      allowProfilesOutsideOrganization: row.allow_profiles_outside_organization,
      stripeCustomerId: row.stripe_customer_id ?? null,
    },
    computed: { createdAt: row.created_at },
  }),

  observe: (client, { id }) => client.find<OrganizationRow>(`/organizations/${encodeURIComponent(id)}`),
  lookUp: (client, { externalId }) =>
    client.find<OrganizationRow>(`/organizations/external_id/${encodeURIComponent(externalId)}`),

  ensure: (client, { stripeCustomerId: _onUpdateOnly, ...creatable }) =>
    client.post<OrganizationRow>("/organizations", body(creatable)),

  sync: (client, changes, { row }) =>
    client.put<OrganizationRow>(`/organizations/${encodeURIComponent(row.id)}`, body(changes)),

  async remove(client, { id }) {
    const path = `/organizations/${encodeURIComponent(id)}`;
    if (await client.delete(path)) return;
    // 202: WorkOS deletes it later. Until it is gone its external id is taken, so a new one could not be made.
    for (let check = 0; check < DELETION_CHECKS; check++) {
      if (!(await client.find(path))) return;
      await client.pause(DELETION_CHECK_MS);
    }
    throw new UnexpectedError(
      { vendor: "WorkOS", method: "DELETE", path, route: path },
      `accepted the deletion but still has the organization after ${(DELETION_CHECKS * DELETION_CHECK_MS) / 1000} s; run again later`,
    );
  },
}) {}

function body(fields: Partial<z.output<typeof inputs>>): Record<string, unknown> {
  return {
    name: fields.name,
    external_id: fields.externalId,
    metadata: fields.metadata,
    allow_profiles_outside_organization: fields.allowProfilesOutsideOrganization,
    stripe_customer_id: fields.stripeCustomerId,
  };
}
