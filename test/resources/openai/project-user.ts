import type { Description } from "../description.ts";
import { everyPage, person, project } from "../homes.ts";

export const projectUser: Description = {
  at: "POST /organization/projects/{project_id}/users/{user_id}",
  // A colleague is in the project already.
  async home(act, name, emulators) {
    const home = await project(act, name);
    const { userId: user_id } = await person(emulators, `joana@${name}.example`);
    await act.post(`/organization/projects/${home.projectId}/users`, { user_id, role: "member" });
    return { ...home, ...(await person(emulators, `ana@${name}.example`)) };
  },
  declared: (home) => ({ ...home, role: "member" }),
  changed: (home) => ({ ...home, role: "owner" }),
  async held(act, { projectId }) {
    const rows = await everyPage(act, `/organization/projects/${projectId}/users`);
    return rows.map(({ id, role }) => ({ id: `${projectId}/${id}`, projectId, userId: id, role }));
  },
};
