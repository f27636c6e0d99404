import type { Bag, Description } from "../description.ts";
import { organization, workspace, workspaceRole } from "../homes.ts";

const LIST = "/authorization/groups/{group_id}/role_assignments";
const ONE = `${LIST}/{role_assignment_id}`;

export const groupRoleAssignment: Description = {
  at: `DELETE ${ONE}`,
  // A colleague gave the same role on another workspace.
  async home(act, name) {
    const home = await organization(act, name);
    const { id: groupId } = await act.post(`/organizations/${home.organizationId}/groups`, { name: "All" });
    const { roleSlug } = await workspaceRole(act, name);
    const { resourceId: resource_id } = await workspace(act, home, "cellar");
    await act.post(`/authorization/groups/${groupId}/role_assignments`, { role_slug: roleSlug, resource_id });
    return { groupId, roleSlug, ...(await workspace(act, home, "attic")) };
  },
  declared: (home) => home,
  async held(act, { groupId }) {
    const { data } = await act.get(`/authorization/groups/${groupId}/role_assignments`);
    return data.map(({ id, role, resource }: { id: string; role: Bag; resource: Bag }) => ({
      id,
      groupId,
      roleSlug: role.slug,
      resourceId: resource.resource_type_slug === "organization" ? null : resource.id,
    }));
  },
  stages: [
    {
      title: "replaced by a role in the organization: no resource is another one, not any",
      inputs: ({ groupId }) => ({ groupId, roleSlug: "member" }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [`POST ${LIST}`]: 1, [`DELETE ${ONE}`]: 1 },
      shows: { resourceId: null },
    },
    {
      title: "missing from state and taken over in the organization",
      forgotten: true,
      does: ["create"],
      writes: {},
      shows: { resourceId: null },
    },
  ],
};
