import type { Description } from "../description.ts";
import { customRole, group, rolesHeld } from "../homes.ts";

export const groupRole: Description = {
  at: "DELETE /organization/groups/{group_id}/roles/{role_id}",
  // A colleague gave another role.
  async home(act, name) {
    const { groupId } = await group(act, name);
    await act.post(`/organization/groups/${groupId}/roles`, {
      role_id: await customRole(act, "/organization/roles", `${name} (EU)`),
    });
    return { groupId, role: await customRole(act, "/organization/roles", name) };
  },
  declared: (home) => home,
  held: async (act, { groupId }) =>
    (await rolesHeld(act, `/organization/groups/${groupId}/roles`)).map((role) => ({
      id: `${groupId}/${role}`,
      groupId,
      role,
    })),
  life: {
    vanished: {
      title: "taken by somebody, and given again",
      meanwhile: ({ act, home: { groupId, role } }) => act.delete(`/organization/groups/${groupId}/roles/${role}`),
    },
  },
};
