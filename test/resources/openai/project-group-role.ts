import type { Description } from "../description.ts";
import { customRole, group, project, rolesHeld } from "../homes.ts";

export const projectGroupRole: Description = {
  at: "DELETE /projects/{project_id}/groups/{group_id}/roles/{role_id}",
  // The group was let in with another role.
  async home(act, name) {
    const home = { ...(await project(act, name)), ...(await group(act, name)) };
    const { projectId, groupId } = home;
    const other = await customRole(act, `/projects/${projectId}/roles`, "Auditors");
    await act.post(`/organization/projects/${projectId}/groups`, { group_id: groupId, role: other });
    return { ...home, role: "viewer" };
  },
  declared: (home) => home,
  held: async (act, { projectId, groupId }) =>
    (await rolesHeld(act, `/projects/${projectId}/groups/${groupId}/roles`)).map((role) => ({
      id: `${projectId}/${groupId}/${role}`,
      projectId,
      groupId,
      role: role.replace("role-api-project-", ""),
    })),
  life: {
    vanished: {
      title: "taken by somebody, and given again",
      meanwhile: ({ act, home: { projectId, groupId } }) =>
        act.delete(`/projects/${projectId}/groups/${groupId}/roles/role-api-project-viewer`),
    },
  },
};
