import { expect } from "vitest";
import { Permission } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

async function expectPermission(world: World, slug: string, expected: object): Promise<void> {
  const { data } = await dana(world.emulators).workos.get("/authorization/permissions?limit=100");
  const ours = data.filter((row: { slug: string }) => row.slug.startsWith("reports:"));
  expect(ours).toEqual([expect.objectContaining({ id: world.id(), slug, ...expected })]);
}

export const permission = life({
  of: "workos:Permission",
  declare: () => (name, inputs: ConstructorParameters<typeof Permission>[1]) => new Permission(name, inputs),
  stages: [
    {
      title: "created",
      inputs: { slug: "reports:read", name: "Read reports", description: "All of them" },
      does: ["create"],
      writes: { "POST /authorization/permissions": 1 },
      holds: (world) => expectPermission(world, "reports:read", { name: "Read reports", description: "All of them" }),
    },
    {
      title: "name updated, description cleared",
      inputs: { slug: "reports:read", name: "See reports", description: null },
      does: ["update"],
      writes: { "PATCH /authorization/permissions/{slug}": 1 },
      holds: (world) => expectPermission(world, "reports:read", { name: "See reports", description: null }),
    },
    {
      title: "drift repaired",
      meanwhile: ({ emulators }) =>
        dana(emulators).workos.patch("/authorization/permissions/reports:read", { name: "x", description: "y" }),
      does: ["update"],
      writes: { "PATCH /authorization/permissions/{slug}": 1 },
      holds: (world) => expectPermission(world, "reports:read", { name: "See reports", description: null }),
    },
    {
      title: "replaced under another slug, for another type of resources",
      inputs: { slug: "reports:see", name: "See reports", description: null, resourceTypeSlug: "workspace" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { "POST /authorization/permissions": 1, "DELETE /authorization/permissions/{slug}": 1 },
      holds: (world) =>
        expectPermission(world, "reports:see", { name: "See reports", resource_type_slug: "workspace" }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: ({ emulators }) => dana(emulators).workos.delete("/authorization/permissions/reports:see"),
      does: ["create"],
      writes: { "POST /authorization/permissions": 1 },
      holds: (world) => expectPermission(world, "reports:see", { name: "See reports" }),
    },
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: { slug: "reports:see", name: "Look at reports", description: null, resourceTypeSlug: "workspace" },
      does: ["create"],
      writes: { "PATCH /authorization/permissions/{slug}": 1 },
      holds: (world) => expectPermission(world, "reports:see", { name: "Look at reports" }),
    },
  ],
  destroyed: { "DELETE /authorization/permissions/{slug}": 1 },
});
