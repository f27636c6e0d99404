import type { Bag, Description } from "../description.ts";
import { customRole, everyPage, group, project, rolesHeld } from "../homes.ts";

const GROUPS = "/organization/projects/{project_id}/groups";
const ROLES = "/projects/{project_id}/groups/{group_id}/roles";

const rolesOf = ({ projectId, groupId }: Bag): string => `/projects/${projectId}/groups/${groupId}/roles`;

export const projectGroup: Description = {
  at: `DELETE ${GROUPS}/{group_id}`,
  writes: { change: { [`POST ${ROLES}`]: 1, [`DELETE ${ROLES}/{role_id}`]: 1 } },
  // Another group is in the project already.
  async home(act, name) {
    const home = await project(act, name);
    const { groupId: other } = await group(act, `${name} (EU)`);
    const special = await customRole(act, `/projects/${home.projectId}/roles`, "Auditor");
    await act.post(`/organization/projects/${home.projectId}/groups`, { group_id: other, role: special });
    return { ...home, ...(await group(act, name)), special };
  },
  declared: ({ special: _, ...home }) => ({ ...home, role: "viewer" }),
  changed: ({ special, ...home }) => ({ ...home, role: special }),
  async held(act, { projectId }) {
    const rows = await everyPage(act, `/organization/projects/${projectId}/groups`);
    return Promise.all(
      rows.map(async ({ group_id }) => {
        const place = { projectId, groupId: group_id };
        const roles = await rolesHeld(act, rolesOf(place));
        return { id: `${projectId}/${group_id}`, ...place, role: roles.join().replace("role-api-project-", "") };
      }),
    );
  },
  life: {
    drifted: {
      title: "its role taken by somebody, and given again",
      meanwhile: ({ act, home }) => act.delete(`${rolesOf(home)}/${home.special}`),
      writes: { [`POST ${ROLES}`]: 1 },
    },
  },
};
