import { expect } from "vitest";
import { Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const minimal = { name: "Acme Corporation", externalId: "acme" };
const full = {
  ...minimal,
  metadata: { segment: "manufacturing", tier: "gold" },
  allowProfilesOutsideOrganization: true,
  stripeCustomerId: "cus_Nabc123",
};

async function expectOrganization(world: World, expected: object): Promise<void> {
  const { data } = await dana(world.emulators).workos.get("/organizations?limit=100&search=Acme");
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({ id: world.id(), external_id: "acme", ...expected });
}

export const organization = life<ConstructorParameters<typeof Organization>[1]>({
  of: "workos:Organization",
  declare: () => (name, inputs) => new Organization(name, inputs),
  stages: [
    {
      title: "created with everything",
      inputs: full,
      does: ["create"],
      // The Stripe id can only be set by an update.
      writes: { "POST /organizations": 1, "PUT /organizations/{id}": 1 },
      holds: (world) =>
        expectOrganization(world, {
          name: "Acme Corporation",
          metadata: full.metadata,
          allow_profiles_outside_organization: true,
          stripe_customer_id: "cus_Nabc123",
        }),
    },
    {
      title: "every field updated, one metadata key dropped",
      inputs: {
        ...full,
        name: "Acme Corp",
        metadata: { segment: "chemistry" },
        allowProfilesOutsideOrganization: false,
        stripeCustomerId: "cus_Nabc456",
      },
      does: ["update"],
      writes: { "PUT /organizations/{id}": 1 },
      holds: (world) =>
        expectOrganization(world, {
          name: "Acme Corp",
          metadata: { segment: "chemistry" },
          allow_profiles_outside_organization: false,
          stripe_customer_id: "cus_Nabc456",
        }),
    },
    {
      title: "optional fields declared no more are left as they are",
      inputs: { name: "Acme Corp", externalId: "acme", metadata: { segment: "chemistry" } },
      does: ["update"],
      writes: {},
      holds: (world) => expectOrganization(world, { stripe_customer_id: "cus_Nabc456" }),
    },
    {
      title: "drift repaired, a foreign metadata key left alone",
      meanwhile: (world) =>
        dana(world.emulators).workos.put(`/organizations/${world.id()}`, {
          name: "ACME!!",
          metadata: { segment: "oops", crm: "4711" },
        }),
      does: ["update"],
      writes: { "PUT /organizations/{id}": 1 },
      holds: (world) =>
        expectOrganization(world, { name: "Acme Corp", metadata: { segment: "chemistry", crm: "4711" } }),
    },
    {
      title: "metadata cleared of what was ours",
      inputs: { name: "Acme Corp", externalId: "acme", metadata: {} },
      does: ["update"],
      writes: { "PUT /organizations/{id}": 1 },
      holds: (world) => expectOrganization(world, { metadata: { crm: "4711" } }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`/organizations/${world.id()}`),
      does: ["create"],
      writes: { "POST /organizations": 1 },
      holds: (world) => expectOrganization(world, { name: "Acme Corp", metadata: {} }),
    },
    {
      title: "missing from state and adopted on request",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectOrganization(world, { name: "Acme Corp" }),
    },
  ],
  destroyed: { "DELETE /organizations/{id}": 1 },
});
