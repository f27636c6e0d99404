import type { Bag, Description } from "../description.ts";
import { everyPage, group, person } from "../homes.ts";

const ONE = "/organization/groups/{group_id}/users/{user_id}";

const usersOf = ({ groupId }: Bag): string => `/organization/groups/${groupId}/users`;

export const groupUser: Description = {
  at: `DELETE ${ONE}`,
  // A colleague is in the group already.
  async home(act, name, emulators) {
    const home = await group(act, name);
    const { userId: joana } = await person(emulators, `joana@${name}.example`);
    await act.post(usersOf(home), { user_id: joana });
    return { ...home, ...(await person(emulators, `ana@${name}.example`)) };
  },
  declared: (home) => home,
  async held(act, { groupId }) {
    const rows = await everyPage(act, usersOf({ groupId }));
    return rows.map(({ id }) => ({ id: `${groupId}/${id}`, groupId, userId: id }));
  },
  life: {
    vanished: {
      title: "taken out by somebody, and added again",
      meanwhile: ({ act, home }) => act.delete(`${usersOf(home)}/${home.userId}`),
    },
  },
};
