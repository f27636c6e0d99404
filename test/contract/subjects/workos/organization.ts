import type { Bag } from "../../provider-process.ts";
import { type Subject, somebody } from "../subject.ts";

export const organization: Subject = {
  token: "workos:Organization",
  group: "organizations",
  home: async () => ({}),
  declared: (_home, name) => ({
    name: `The ${name}`,
    externalId: name,
    metadata: { plan: "pro", tier: "1" },
    allowProfilesOutsideOrganization: true,
    stripeCustomerId: `cus_${name}1`,
  }),
  changed: (_home, name) => ({
    name: `The new ${name}`,
    externalId: name,
    metadata: { plan: "free", region: "eu" },
    allowProfilesOutsideOrganization: false,
    stripeCustomerId: `cus_${name}2`,
  }),
  async held({ workos }, _home, name) {
    const { data } = await workos.as(somebody).get(`/organizations?limit=100&search=${encodeURIComponent(name)}`);
    return data
      .filter((row: Bag) => row.external_id === name || String(row.name).endsWith(` ${name}`))
      .map((row: Bag) => ({
        id: row.id,
        name: row.name,
        externalId: row.external_id,
        metadata: row.metadata,
        allowProfilesOutsideOrganization: row.allow_profiles_outside_organization,
        stripeCustomerId: row.stripe_customer_id,
      }));
  },
};
