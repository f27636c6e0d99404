import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody } from "../subject.ts";

export const organizationDomain: Subject = {
  token: "workos:OrganizationDomain",
  group: "organizations", // Attesting a domain is a change of its organization.
  async home(emulators, name) {
    const { organizationId } = await organization(emulators, name);
    // Somebody else's domain, which must be there afterwards as before.
    const other = { organization_id: organizationId, domain: `other.${name}.example` };
    await emulators.workos.as(somebody).post("/organization_domains", other);
    return { organizationId };
  },
  declared: (home, name) => ({ ...home, domain: `${name}.example`, verification: "verify" }),
  changed: (home, name) => ({ ...home, domain: `${name}.example`, verification: "attested" }),
  async held({ workos }, { organizationId }, name) {
    const { domains } = await workos.as(somebody).get(`/organizations/${organizationId}`);
    const others = domains.filter((row: Bag) => row.domain === `other.${name}.example` && row.state === "pending");
    if (others.length !== 1) throw new Error(`the other domain is not as it was: ${JSON.stringify(domains)}`);
    return domains
      .filter((row: Bag) => !others.includes(row))
      .map((row: Bag) => ({
        id: row.id,
        organizationId: row.organization_id,
        domain: row.domain,
        verification: row.state === "verified" && row.verification_strategy === "manual" ? "attested" : "verify",
      }));
  },
};
