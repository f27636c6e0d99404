import { expect } from "vitest";
import {
  AuthorizationResource,
  EnvironmentRole,
  Organization,
  RoleAssignment,
} from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /authorization/organization_memberships/{organization_membership_id}/role_assignments";
const DELETE =
  "DELETE /authorization/organization_memberships/{organization_membership_id}/role_assignments/{role_assignment_id}";

/** Ids of what somebody else made. */
const made = { membership: "", group: "" };

const assignments = (): string => `/authorization/organization_memberships/${made.membership}/role_assignments`;

/** A member, and a group of theirs that has the role on both resources as well. */
async function furnish(world: World): Promise<void> {
  const { workos } = dana(world.emulators);
  const organization_id = world.idOf("assigned");
  const { id: user_id } = await workos.post("/user_management/users", { email: "ana@assigned.example" });
  const membership = await workos.post("/user_management/organization_memberships", { user_id, organization_id });
  const group = await workos.post(`/organizations/${organization_id}/groups`, { name: "All" });
  await workos.post(`/organizations/${organization_id}/groups/${group.id}/organization-memberships`, {
    organization_membership_id: membership.id,
  });
  for (const space of ["assigned-attic", "assigned-cellar"])
    await workos.post(`/authorization/groups/${group.id}/role_assignments`, {
      role_slug: "assigned-editor",
      resource_id: world.idOf(space),
    });
  Object.assign(made, { membership: membership.id, group: group.id });
}

type Space = "assigned-attic" | "assigned-cellar";

/** The one that was given to the member, among those that come with the membership and through groups. */
async function expectAssignment(world: World, space: Space): Promise<void> {
  const { data } = await dana(world.emulators).workos.get(`${assignments()}?resource_type_slug=workspace`);
  const direct = data.filter(({ source }: { source: { type: string } }) => source.type === "direct");
  const resource = expect.objectContaining({ id: world.idOf(space) });
  expect(direct).toEqual([expect.objectContaining({ id: world.id(), role: { slug: "assigned-editor" }, resource })]);
  expect(data).toHaveLength(3);
}

export const roleAssignment = life({
  of: "workos:RoleAssignment",
  declare: () => {
    const { id: organizationId } = new Organization("assigned", { name: "Assigned", externalId: "assigned" });
    const resourceTypeSlug = "workspace";
    const { slug: roleSlug } = new EnvironmentRole("assigned-editor", {
      slug: "assigned-editor",
      name: "Editor",
      resourceTypeSlug,
      onDelete: "abandon",
    });
    const space = (name: Space) =>
      new AuthorizationResource(name, { organizationId, resourceTypeSlug, externalId: name, name });
    const spaces = { "assigned-attic": space("assigned-attic"), "assigned-cellar": space("assigned-cellar") };
    return (name, { on }: { on: Space }) =>
      new RoleAssignment(name, {
        organizationMembershipId: made.membership,
        roleSlug,
        resourceId: spaces[on].id,
      });
  },
  stages: [
    {
      title: "given, though the member has the same through a group",
      inputs: { on: "assigned-attic" },
      meanwhile: furnish,
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectAssignment(world, "assigned-attic"),
    },
    {
      title: "replaced on another resource",
      inputs: { on: "assigned-cellar" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectAssignment(world, "assigned-cellar"),
    },
    {
      title: "taken by somebody and given again: what comes through the group is not it",
      meanwhile: (world) => dana(world.emulators).workos.delete(`${assignments()}/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectAssignment(world, "assigned-cellar"),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectAssignment(world, "assigned-cellar"),
    },
    {
      title: "removed, which leaves what comes through the group",
      inputs: null,
      does: ["delete"],
      writes: { [DELETE]: 1 },
      async holds(world) {
        const { workos } = dana(world.emulators);
        const { data } = await workos.get(`${assignments()}?resource_type_slug=workspace`);
        expect(data).toHaveLength(2);
        // As long as the group has roles on them, WorkOS does not delete the resources.
        await workos.delete(`/organizations/${world.idOf("assigned")}/groups/${made.group}`);
      },
    },
  ],
  destroyed: { "DELETE /authorization/resources/{resource_id}": 2, "DELETE /organizations/{id}": 1 },
});
