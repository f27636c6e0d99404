import { expect } from "vitest";
import { Organization, OrganizationRole, Permission } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /authorization/organizations/{organizationId}/roles";
const PATCH = "PATCH /authorization/organizations/{organizationId}/roles/{slug}";
const PUT = "PUT /authorization/organizations/{organizationId}/roles/{slug}/permissions";
const DELETE = "DELETE /authorization/organizations/{organizationId}/roles/{slug}";

const rolesOf = (world: World): string => `/authorization/organizations/${world.idOf("role-owner")}/roles`;

async function expectRole(world: World, expected: { slug: string; permissions: string[] } & object): Promise<void> {
  const { data } = await dana(world.emulators).workos.get(rolesOf(world));
  const ours = data.filter(({ type }: { type: string }) => type === "OrganizationRole");
  expect(ours).toHaveLength(1);
  expect({ ...ours[0], permissions: ours[0].permissions.toSorted() }).toMatchObject({ id: world.id(), ...expected });
}

const engineer = {
  slug: "org-engineer",
  name: "Engineer",
  description: "Builds and runs",
  permissions: ["life:run", "life:read"],
};

export const organizationRole = life({
  of: "workos:OrganizationRole",
  declare: () => {
    const dependsOn = ["life:read", "life:run"].map((slug) => new Permission(slug, { slug, name: slug }));
    const { id: organizationId } = new Organization("role-owner", { name: "Roles", externalId: "role-owner" });
    return (name, inputs: Omit<ConstructorParameters<typeof OrganizationRole>[1], "organizationId">) =>
      new OrganizationRole(name, { ...inputs, organizationId }, { dependsOn });
  },
  stages: [
    {
      title: "created with permissions",
      inputs: engineer,
      does: ["create"],
      writes: { [POST]: 1, [PUT]: 1 },
      holds: (world) => expectRole(world, { ...engineer, permissions: ["life:read", "life:run"] }),
    },
    {
      title: "permissions in another order are the same",
      inputs: { ...engineer, permissions: ["life:read", "life:run", "life:read"] },
      does: ["same"],
      writes: {},
      holds: (world) => expectRole(world, { slug: "org-engineer", permissions: ["life:read", "life:run"] }),
    },
    {
      title: "name and permissions updated, description cleared",
      inputs: { slug: "org-engineer", name: "Builder", description: null, permissions: ["life:read"] },
      does: ["update"],
      writes: { [PATCH]: 1, [PUT]: 1 },
      holds: (world) =>
        expectRole(world, {
          slug: "org-engineer",
          name: "Builder",
          description: null,
          permissions: ["life:read"],
        } as never),
    },
    {
      title: "drift repaired",
      meanwhile: async (world) => {
        await dana(world.emulators).workos.patch(`${rolesOf(world)}/org-engineer`, { name: "Boss" });
        await dana(world.emulators).workos.put(`${rolesOf(world)}/org-engineer/permissions`, {
          permissions: ["life:run"],
        });
      },
      does: ["update"],
      writes: { [PATCH]: 1, [PUT]: 1 },
      holds: (world) =>
        expectRole(world, { slug: "org-engineer", name: "Builder", permissions: ["life:read"] } as never),
    },
    {
      title: "all permissions taken",
      inputs: { slug: "org-engineer", name: "Builder", description: null, permissions: [] },
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectRole(world, { slug: "org-engineer", permissions: [] }),
    },
    {
      title: "replaced under another slug, for another type of resources",
      inputs: { slug: "org-builder", name: "Builder", resourceTypeSlug: "workspace" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) =>
        expectRole(world, { slug: "org-builder", resource_type_slug: "workspace", permissions: [] } as never),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`${rolesOf(world)}/org-builder`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectRole(world, { slug: "org-builder", permissions: [] }),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectRole(world, { slug: "org-builder", permissions: [] }),
    },
  ],
  destroyed: { [DELETE]: 1, "DELETE /organizations/{id}": 1, "DELETE /authorization/permissions/{slug}": 2 },
});
