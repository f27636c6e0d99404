import { expect } from "vitest";
import {
  AuthorizationResource,
  EnvironmentRole,
  Group,
  GroupRoleAssignment,
  Organization,
} from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /authorization/groups/{group_id}/role_assignments";
const DELETE = "DELETE /authorization/groups/{group_id}/role_assignments/{role_assignment_id}";

const assignments = (world: World): string => `/authorization/groups/${world.idOf("granted-group")}/role_assignments`;

async function expectAssignment(world: World, slug: string, resource_type_slug: string, external_id: string) {
  const { data } = await dana(world.emulators).workos.get(assignments(world));
  const resource = expect.objectContaining({ resource_type_slug, external_id });
  expect(data).toEqual([expect.objectContaining({ id: world.id(), role: { slug }, resource })]);
}

const inOrganization = (world: World) => expectAssignment(world, "member", "organization", world.idOf("granted"));

type Space = "granted-attic" | "granted-cellar";

export const groupRoleAssignment = life({
  of: "workos:GroupRoleAssignment",
  declare: () => {
    const { id: organizationId } = new Organization("granted", { name: "Granted", externalId: "granted" });
    const { id: groupId } = new Group("granted-group", { organizationId, name: "All" });
    const resourceTypeSlug = "workspace";
    const editor = new EnvironmentRole("granted-editor", {
      slug: "granted-editor",
      name: "Editor",
      resourceTypeSlug,
      onDelete: "abandon",
    });
    const space = (name: Space) =>
      new AuthorizationResource(name, { organizationId, resourceTypeSlug, externalId: name, name });
    const spaces = { "granted-attic": space("granted-attic"), "granted-cellar": space("granted-cellar") };
    return (name, { roleSlug, on }: { roleSlug: string; on?: Space }) =>
      new GroupRoleAssignment(
        name,
        { groupId, roleSlug, ...(on ? { resourceId: spaces[on].id } : {}) },
        { dependsOn: [editor] },
      );
  },
  stages: [
    {
      title: "given in the organization",
      inputs: { roleSlug: "member" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: inOrganization,
    },
    {
      title: "replaced by a role on a resource",
      inputs: { roleSlug: "granted-editor", on: "granted-attic" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectAssignment(world, "granted-editor", "workspace", "granted-attic"),
    },
    {
      title: "replaced by the same role on another resource",
      inputs: { roleSlug: "granted-editor", on: "granted-cellar" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectAssignment(world, "granted-editor", "workspace", "granted-cellar"),
    },
    {
      title: "taken by somebody and given again",
      meanwhile: (world) => dana(world.emulators).workos.delete(`${assignments(world)}/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectAssignment(world, "granted-editor", "workspace", "granted-cellar"),
    },
    {
      title: "replaced by a role in the organization: no resource is another one, not any",
      inputs: { roleSlug: "member" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: inOrganization,
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: inOrganization,
    },
  ],
  destroyed: {
    [DELETE]: 1,
    "DELETE /authorization/resources/{resource_id}": 2,
    "DELETE /organizations/{organizationId}/groups/{groupId}": 1,
    "DELETE /organizations/{id}": 1,
  },
});
