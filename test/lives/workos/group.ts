import { expect } from "vitest";
import { Group, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /organizations/{organizationId}/groups";
const PATCH = "PATCH /organizations/{organizationId}/groups/{groupId}";
const DELETE = "DELETE /organizations/{organizationId}/groups/{groupId}";

type Home = "group-house" | "group-annex";

const groupsOf = (world: World, home: Home): string => `/organizations/${world.idOf(home)}/groups`;

async function expectGroup(world: World, home: Home, expected: object): Promise<void> {
  for (const each of ["group-house", "group-annex"] as const) {
    const { data } = await dana(world.emulators).workos.get(groupsOf(world, each));
    expect(data).toEqual(each === home ? [expect.objectContaining({ id: world.id(), ...expected })] : []);
  }
}

export const group = life({
  of: "workos:Group",
  declare: () => {
    const homes = {
      "group-house": new Organization("group-house", { name: "House", externalId: "group-house" }),
      "group-annex": new Organization("group-annex", { name: "Annex", externalId: "group-annex" }),
    };
    return (name, { home, ...inputs }: { home: Home; name: string; description?: string | null }) =>
      new Group(name, { ...inputs, organizationId: homes[home].id });
  },
  stages: [
    {
      title: "created",
      inputs: { home: "group-house", name: "Finance", description: "Pays" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectGroup(world, "group-house", { name: "Finance", description: "Pays" }),
    },
    {
      title: "description cleared",
      inputs: { home: "group-house", name: "Finance", description: null },
      does: ["update"],
      writes: { [PATCH]: 1 },
      holds: (world) => expectGroup(world, "group-house", { name: "Finance", description: null }),
    },
    {
      title: "renamed, which leaves the description alone that is no longer declared",
      inputs: { home: "group-house", name: "Money" },
      meanwhile: (world) =>
        dana(world.emulators).workos.patch(`${groupsOf(world, "group-house")}/${world.id()}`, { description: "Kept" }),
      does: ["update"],
      writes: { [PATCH]: 1 },
      holds: (world) => expectGroup(world, "group-house", { name: "Money", description: "Kept" }),
    },
    {
      title: "drift repaired",
      inputs: { home: "group-house", name: "Money", description: "Kept" },
      meanwhile: (world) =>
        dana(world.emulators).workos.patch(`${groupsOf(world, "group-house")}/${world.id()}`, {
          name: "x",
          description: "y",
        }),
      does: ["update"],
      writes: { [PATCH]: 1 },
      holds: (world) => expectGroup(world, "group-house", { name: "Money", description: "Kept" }),
    },
    {
      title: "replaced in another organization",
      inputs: { home: "group-annex", name: "Money" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectGroup(world, "group-annex", { name: "Money", description: null }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`${groupsOf(world, "group-annex")}/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectGroup(world, "group-annex", { name: "Money" }),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectGroup(world, "group-annex", { name: "Money" }),
    },
  ],
  destroyed: { [DELETE]: 1, "DELETE /organizations/{id}": 2 },
});
