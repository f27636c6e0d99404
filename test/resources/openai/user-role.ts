import type { Description } from "../description.ts";
import { customRole, group, person, rolesHeld } from "../homes.ts";

export const userRole: Description = {
  at: "DELETE /organization/users/{user_id}/roles/{role_id}",
  // A colleague gave another role, and the person has a third one through a group.
  async home(act, name, emulators) {
    const { userId } = await person(emulators, `ana@${name}.example`);
    const held = `/organization/users/${userId}/roles`;
    await act.post(held, { role_id: await customRole(act, "/organization/roles", `${name} (EU)`) });
    const { groupId } = await group(act, name);
    await act.post(`/organization/groups/${groupId}/users`, { user_id: userId });
    const inherited = await customRole(act, "/organization/roles", `${name}, inherited`);
    await act.post(`/organization/groups/${groupId}/roles`, { role_id: inherited });
    return { userId, role: await customRole(act, "/organization/roles", name) };
  },
  declared: (home) => home,
  held: async (act, { userId }) =>
    (await rolesHeld(act, `/organization/users/${userId}/roles`)).map((role) => ({
      id: `${userId}/${role}`,
      userId,
      role,
    })),
  life: {
    vanished: {
      title: "taken by somebody, and given again",
      meanwhile: ({ act, home: { userId, role } }) => act.delete(`/organization/users/${userId}/roles/${role}`),
    },
  },
};
