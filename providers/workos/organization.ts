import type { OrganizationResponse } from "@workos-inc/node";
import { additive, at, defineResource, eventsOf, fail, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { externalId, metadata, name, stripeCustomerId, timestamp } from "./fields.ts";

/** How often, and how long apart, an organization whose deletion was only accepted is looked at again. */
const DELETION_CHECKS = 30;
const DELETION_CHECK_MS = 2_000;

/**
 * A customer's organization at WorkOS. Domains are resources of their own.
 * Source: WorkOS API reference, "Organization".
 * @removal deletes; waits where WorkOS deletes later. Protected until its tenant is offboarding
 */
export class Organization extends defineResource(workos, "Organization", {
  inputs: z.strictObject({
    /** Shown to people. Need not be unique. 1 to 255 characters on one line. */
    name,
    /** Your own id of the customer, the natural key. Unique in the environment; up to 64 ASCII characters. */
    externalId,
    metadata: additive(metadata.optional()),
    /** Whether people from other e-mail domains may be members. */
    allowProfilesOutsideOrganization: z.boolean().optional(),
    /** `cus_…`. WorkOS can set it but not clear it. */
    stripeCustomerId: stripeCustomerId.optional(),
  }),
  outputs: z.object({ createdAt: timestamp }),
  key: ["externalId"],
  // The payload lacks the flag, so a change of it alone may have no event.
  feed: { ...eventsOf("organization"), covers: { except: "`allowProfilesOutsideOrganization`" } },
  list: (api) => api.list<OrganizationResponse>(at`/organizations`),
  show: (row) => ({
    name: row.name,
    externalId: row.external_id ?? null,
    metadata: row.metadata ?? {},
    allowProfilesOutsideOrganization: row.allow_profiles_outside_organization,
    stripeCustomerId: row.stripe_customer_id ?? null,
    createdAt: row.created_at,
  }),
  alike: (row, { name }, { domains }) =>
    row.domains.some(({ domain }) => (domains as string[] | undefined)?.includes(domain.toLowerCase()))
      ? "has its domain"
      : row.name.toLowerCase() === name.toLowerCase()
        ? "has its name"
        : undefined,
  born: (row) => new Date(row.created_at),
  observe: (api, { id }) => api.find(at`/organizations/${id}`),
  lookUp: (api, { externalId }) => api.find(at`/organizations/external_id/${externalId}`),
  ensure: (api, { stripeCustomerId: _onUpdateOnly, ...creatable }) =>
    api.post(at`/organizations`, snakeCase(creatable)),
  sync: (api, changes, { id }) => api.put(at`/organizations/${id}`, snakeCase(changes)),
  async remove(api, { id, externalId }) {
    const outcome = await api.delete(at`/organizations/${id}`);
    if (outcome !== "accepted") return outcome;
    // 202: WorkOS deletes it later. Until it is gone its external id is taken, so a new one could not be made.
    for (let check = 0; check < DELETION_CHECKS; check++) {
      if (!(await api.find(at`/organizations/${id}`))) return outcome;
      await api.pause(DELETION_CHECK_MS);
    }
    throw fail(
      `WorkOS accepted the deletion of ${id} (${externalId}) but still has it after ${(DELETION_CHECKS * DELETION_CHECK_MS) / 1000} s`,
      "Run again later.",
    );
  },
}) {}
