import { expect } from "vitest";
import { Group, GroupMembership, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /organizations/{organizationId}/groups/{groupId}/organization-memberships";
const DELETE = "DELETE /organizations/{organizationId}/groups/{groupId}/organization-memberships/{omId}";

type Person = "ana" | "bo";

/** Ids of their memberships, once they are there. */
const people: Record<Person, string> = { ana: "", bo: "" };

async function join(world: World, person: Person): Promise<void> {
  const { workos } = dana(world.emulators);
  const { id: user_id } = await workos.post("/user_management/users", { email: `${person}@grouped.example` });
  const organization_id = world.idOf("grouped");
  people[person] = (await workos.post("/user_management/organization_memberships", { user_id, organization_id })).id;
}

const group = (world: World): string => `/organizations/${world.idOf("grouped")}/groups/${world.idOf("grouped-group")}`;

async function expectMember(world: World, person: Person): Promise<void> {
  const { data } = await dana(world.emulators).workos.get(`${group(world)}/organization-memberships`);
  expect(data.map(({ id }: { id: string }) => id)).toEqual([people[person]]);
  expect(world.id()).toBe(`${world.idOf("grouped-group")}/${people[person]}`);
}

export const groupMembership = life({
  of: "workos:GroupMembership",
  declare: () => {
    const { id: organizationId } = new Organization("grouped", { name: "Grouped", externalId: "grouped" });
    const { id: groupId } = new Group("grouped-group", { organizationId, name: "All" });
    return (name, { person }: { person: Person }) =>
      new GroupMembership(name, { organizationId, groupId, organizationMembershipId: people[person] });
  },
  stages: [
    {
      title: "added",
      inputs: { person: "ana" },
      meanwhile: async (world) => {
        await join(world, "ana");
        await join(world, "bo");
      },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectMember(world, "ana"),
    },
    {
      title: "replaced by another person",
      inputs: { person: "bo" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectMember(world, "bo"),
    },
    {
      title: "taken out by somebody and added again",
      meanwhile: (world) =>
        dana(world.emulators).workos.delete(`${group(world)}/organization-memberships/${people.bo}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectMember(world, "bo"),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectMember(world, "bo"),
    },
    {
      title: "gone with its group, and added to the new one",
      meanwhile: (world) => dana(world.emulators).workos.delete(group(world)),
      does: ["create"],
      writes: { [POST]: 1, "POST /organizations/{organizationId}/groups": 1 },
      holds: (world) => expectMember(world, "bo"),
    },
  ],
  destroyed: {
    [DELETE]: 1,
    "DELETE /organizations/{organizationId}/groups/{groupId}": 1,
    "DELETE /organizations/{id}": 1,
  },
});
