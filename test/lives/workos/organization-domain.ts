import { expect } from "vitest";
import { Organization, OrganizationDomain } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /organization_domains";
const DELETE = "DELETE /organization_domains/{id}";
/** Attesting writes all domains of the organization. */
const PUT = "PUT /organizations/{id}";

/** Somebody else's domain in the same organization, from the stage on in which it was added. */
const OTHER = "other.example";

async function expectDomains(world: World, ...expected: string[]): Promise<void> {
  const owner = await dana(world.emulators).workos.get(`/organizations/${world.idOf("domain-owner")}`);
  const held = owner.domains.map(
    ({ domain, state, verification_strategy }: Record<string, string>) => `${domain} ${state} ${verification_strategy}`,
  );
  expect(held.toSorted()).toEqual(expected.toSorted());
}

export const organizationDomain = life({
  of: "workos:OrganizationDomain",
  declare: () => {
    const { id: organizationId } = new Organization("domain-owner", { name: "Domains", externalId: "domain-owner" });
    return (name, inputs: Omit<ConstructorParameters<typeof OrganizationDomain>[1], "organizationId">) =>
      new OrganizationDomain(name, { ...inputs, organizationId });
  },
  stages: [
    {
      title: "created, to be verified by DNS",
      inputs: { domain: "acme.example", verification: "verify" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectDomains(world, "acme.example pending dns"),
    },
    {
      title: "given up by WorkOS, which is asked to look again",
      meanwhile: (world) =>
        dana(world.emulators).workos.post(`/_emulator/organization_domains/${world.id()}/dns`, { found: false }),
      does: ["update"],
      writes: { "POST /organization_domains/{id}/verify": 1 },
      holds: (world) => expectDomains(world, "acme.example pending dns"),
    },
    {
      title: "found, which is no change, as is another spelling",
      meanwhile: (world) =>
        dana(world.emulators).workos.post(`/_emulator/organization_domains/${world.id()}/dns`, { found: true }),
      inputs: { domain: " ACME.example ", verification: "verify" },
      does: ["same"],
      writes: {},
      holds: (world) => expectDomains(world, "acme.example verified dns"),
    },
    {
      title: "replaced by another, the way of verification left open, beside somebody else's",
      meanwhile: (world) =>
        dana(world.emulators).workos.post("/organization_domains", {
          domain: OTHER,
          organization_id: world.idOf("domain-owner"),
        }),
      inputs: { domain: "acme-labs.example" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectDomains(world, "acme-labs.example pending dns", `${OTHER} pending dns`),
    },
    {
      title: "attested, the other one left as it is",
      inputs: { domain: "acme-labs.example", verification: "attested" },
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectDomains(world, "acme-labs.example verified manual", `${OTHER} pending dns`),
    },
    {
      title: "deleted behind our back and attested anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`/organization_domains/${world.id()}`),
      does: ["create"],
      writes: { [PUT]: 1 },
      holds: (world) => expectDomains(world, "acme-labs.example verified manual", `${OTHER} pending dns`),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectDomains(world, "acme-labs.example verified manual", `${OTHER} pending dns`),
    },
  ],
  destroyed: { [DELETE]: 1, "DELETE /organizations/{id}": 1 },
});
