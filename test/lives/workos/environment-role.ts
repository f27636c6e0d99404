import { expect } from "vitest";
import { EnvironmentRole, Permission } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const ROLES = "/authorization/roles";
const POST = "POST /authorization/roles";
const PATCH = "PATCH /authorization/roles/{slug}";
const PUT = "PUT /authorization/roles/{slug}/permissions";

async function expectRole(world: World, slug: string, expected: object): Promise<void> {
  const { permissions, ...role } = await dana(world.emulators).workos.get(`${ROLES}/${slug}`);
  expect({ ...role, permissions: permissions.toSorted() }).toMatchObject(expected);
}

const expectOurs = (world: World, slug: string, expected: object): Promise<void> =>
  expectRole(world, slug, { id: world.id(), ...expected });

const operator = {
  slug: "life-operator",
  name: "Operator",
  description: "Runs it",
  permissions: ["envrole:run", "envrole:read"],
  onDelete: "strip",
} as const;
const runner = { slug: "life-operator", name: "Runner", description: null, permissions: ["envrole:read"] };

export const environmentRole = life({
  of: "workos:EnvironmentRole",
  declare: () => {
    const dependsOn = ["envrole:read", "envrole:run"].map((slug) => new Permission(slug, { slug, name: slug }));
    return (name, inputs: ConstructorParameters<typeof EnvironmentRole>[1]) =>
      new EnvironmentRole(name, inputs, { dependsOn });
  },
  stages: [
    {
      title: "created with permissions",
      inputs: operator as never,
      does: ["create"],
      writes: { [POST]: 1, [PUT]: 1 },
      holds: (world) =>
        expectOurs(world, "life-operator", {
          name: "Operator",
          description: "Runs it",
          resource_type_slug: "organization",
          permissions: ["envrole:read", "envrole:run"],
        }),
    },
    {
      title: "another choice about its removal sends nothing",
      inputs: { ...operator, permissions: ["envrole:read", "envrole:run"], onDelete: "abandon" },
      does: ["update"],
      writes: {},
      holds: (world) => expectOurs(world, "life-operator", { permissions: ["envrole:read", "envrole:run"] }),
    },
    {
      title: "name and permissions updated, description cleared",
      inputs: { ...runner, onDelete: "abandon" },
      does: ["update"],
      writes: { [PATCH]: 1, [PUT]: 1 },
      holds: (world) =>
        expectOurs(world, "life-operator", { name: "Runner", description: null, permissions: ["envrole:read"] }),
    },
    {
      title: "drift repaired",
      meanwhile: async (world) => {
        await dana(world.emulators).workos.patch(`${ROLES}/life-operator`, { name: "Boss", description: "All" });
        await dana(world.emulators).workos.put(`${ROLES}/life-operator/permissions`, { permissions: [] });
      },
      does: ["update"],
      writes: { [PATCH]: 1, [PUT]: 1 },
      holds: (world) =>
        expectOurs(world, "life-operator", { name: "Runner", description: null, permissions: ["envrole:read"] }),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectOurs(world, "life-operator", { name: "Runner" }),
    },
    {
      title: "replaced by the one there is from the start, which is taken over; the old one is abandoned as it is",
      inputs: { slug: "member", name: "Member", description: "Everybody", onDelete: "abandon" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [PATCH]: 1 },
      async holds(world) {
        await expectOurs(world, "member", { name: "Member", description: "Everybody", permissions: [] });
        await expectRole(world, "life-operator", { name: "Runner", permissions: ["envrole:read"] });
      },
    },
    {
      title: "replaced by one for another type of resources",
      inputs: {
        slug: "life-editor",
        name: "Editor",
        permissions: ["envrole:run"],
        resourceTypeSlug: "workspace",
        onDelete: "strip",
      },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [PUT]: 1 },
      holds: (world) =>
        expectOurs(world, "life-editor", { resource_type_slug: "workspace", permissions: ["envrole:run"] }),
    },
    {
      title: "removed, which takes its permissions",
      inputs: null,
      does: ["delete"],
      writes: { [PUT]: 1 },
      holds: (world) => expectRole(world, "life-editor", { name: "Editor", permissions: [] }),
    },
  ],
  destroyed: { "DELETE /authorization/permissions/{slug}": 2 },
});
