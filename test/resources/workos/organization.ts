import type { Bag, Description } from "../description.ts";

const PUT = "PUT /organizations/{id}";

export const organization: Description = {
  dated: true,
  at: PUT,
  // The Stripe id can only be set by an update.
  writes: { create: { "POST /organizations": 1, [PUT]: 1 } },
  async home(act, name) {
    await act.post("/organizations", {
      name: `The ${name} (EU)`,
      external_id: `${name}-eu`,
      metadata: { plan: "pro" },
    });
    return {};
  },
  declared: (_home, name) => ({
    name: `The ${name}`,
    externalId: name,
    metadata: { plan: "pro", tier: "1" },
    allowProfilesOutsideOrganization: true,
    stripeCustomerId: `cus_${name.replaceAll("-", "")}1`,
  }),
  changed: (_home, name) => ({
    name: `The new ${name}`,
    externalId: `${name}-2`,
    metadata: { plan: "free", region: "eu" },
    allowProfilesOutsideOrganization: false,
    stripeCustomerId: `cus_${name.replaceAll("-", "")}2`,
  }),
  async held(act, _home, name) {
    const { data } = await act.get(`/organizations?limit=100&search=${encodeURIComponent(name)}`);
    return data
      .filter((row: Bag) => [name, `${name}-2`, `${name}-eu`].includes(String(row.external_id)))
      .map((row: Bag) => ({
        id: row.id,
        name: row.name,
        externalId: row.external_id,
        metadata: row.metadata,
        allowProfilesOutsideOrganization: row.allow_profiles_outside_organization,
        stripeCustomerId: row.stripe_customer_id ?? null,
      }));
  },
  life: {
    drifted: {
      meanwhile: ({ act, id, name }) =>
        act.put(`/organizations/${id}`, { name: "ACME!!", external_id: name, metadata: { plan: "oops" } }),
    },
    replaced: null, // Every field can be changed in place.
  },
  stages: [
    {
      title: "optional fields declared no more are left as they are",
      inputs: (_home, name) => ({ name: `The ${name}`, externalId: name, metadata: { plan: "free" } }),
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: { allowProfilesOutsideOrganization: false, stripeCustomerId: "cus_organizationlife2" },
    },
    {
      title: "a foreign metadata key is left alone when drift is repaired",
      meanwhile: ({ act, id }) =>
        act.put(`/organizations/${id}`, { name: "ACME!!", metadata: { plan: "oops", crm: "4711" } }),
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: { metadata: { plan: "free", crm: "4711" } },
    },
    {
      title: "metadata cleared of what was ours",
      inputs: (_home, name) => ({ name: `The ${name}`, externalId: name, metadata: {} }),
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: { metadata: { crm: "4711" } },
    },
  ],
};
