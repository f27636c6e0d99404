import type { Description } from "../description.ts";
import { customRole, person, project, rolesHeld } from "../homes.ts";

export const projectUserRole: Description = {
  at: "DELETE /projects/{project_id}/users/{user_id}/roles/{role_id}",
  // The person has the basic role of the project, and a colleague gave another one.
  async home(act, name, emulators) {
    const home = { ...(await project(act, name)), ...(await person(emulators, `ana@${name}.example`)) };
    const { projectId, userId } = home;
    await act.post(`/organization/projects/${projectId}/users`, { user_id: userId, role: "member" });
    const other = await customRole(act, `/projects/${projectId}/roles`, "Auditors");
    await act.post(`/projects/${projectId}/users/${userId}/roles`, { role_id: other });
    return { ...home, role: await customRole(act, `/projects/${projectId}/roles`, "Auditor") };
  },
  declared: (home) => home,
  held: async (act, { projectId, userId }) =>
    (await rolesHeld(act, `/projects/${projectId}/users/${userId}/roles`)).map((role) => ({
      id: `${projectId}/${userId}/${role}`,
      projectId,
      userId,
      role,
    })),
  life: {
    vanished: {
      title: "taken by somebody, and given again",
      meanwhile: ({ act, home: { projectId, userId, role } }) =>
        act.delete(`/projects/${projectId}/users/${userId}/roles/${role}`),
    },
  },
};
