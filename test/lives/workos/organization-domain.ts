import { expect } from "vitest";
import { Organization, OrganizationDomain } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

async function expectDomains(world: World, ...domains: string[]): Promise<void> {
  const owner = await dana(world.emulators).workos.get(`/organizations/${world.idOf("domain-owner")}`);
  expect(owner.domains.map(({ domain }: { domain: string }) => domain)).toEqual(domains);
}

export const organizationDomain = life({
  of: "workos:OrganizationDomain",
  declare: () => {
    const { id: organizationId } = new Organization("domain-owner", { name: "Domains", externalId: "domain-owner" });
    return (name, inputs: { domain: string }) => new OrganizationDomain(name, { ...inputs, organizationId });
  },
  stages: [
    {
      title: "created",
      inputs: { domain: "acme.example" },
      does: ["create"],
      writes: { "POST /organization_domains": 1 },
      holds: (world) => expectDomains(world, "acme.example"),
    },
    {
      title: "spelled differently is the same",
      inputs: { domain: " ACME.example " },
      does: ["same"],
      writes: {},
      holds: (world) => expectDomains(world, "acme.example"),
    },
    {
      title: "replaced by another",
      inputs: { domain: "acme-labs.example" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { "POST /organization_domains": 1, "DELETE /organization_domains/{id}": 1 },
      holds: (world) => expectDomains(world, "acme-labs.example"),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`/organization_domains/${world.id()}`),
      does: ["create"],
      writes: { "POST /organization_domains": 1 },
      holds: (world) => expectDomains(world, "acme-labs.example"),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectDomains(world, "acme-labs.example"),
    },
  ],
  destroyed: { "DELETE /organization_domains/{id}": 1, "DELETE /organizations/{id}": 1 },
});
