import type { ActingClient } from "../../../emulators/index.ts";
import type { Bag, Description, Held } from "../description.ts";
import { everyPage, group, person } from "../homes.ts";

const USERS = "/organization/groups/{group_id}/users";
const ONE = `${USERS}/{user_id}`;

const usersOf = ({ groupId }: Bag): string => `/organization/groups/${groupId}/users`;

async function held(act: ActingClient, { groupId }: Bag): Promise<Held[]> {
  const rows = await everyPage(act, usersOf({ groupId }));
  return rows.map(({ email }) => ({ id: `${groupId}/${email}`, groupId, email }));
}

/** Somebody who is in the organization already. */
export const groupMember: Description = {
  writes: { create: { [`POST ${USERS}`]: 1 }, remove: { [`DELETE ${ONE}`]: 1 } },
  // A colleague is in the group already.
  async home(act, name, emulators) {
    const home = await group(act, name);
    const { userId: joana } = await person(emulators, `joana@${name}.example`);
    await act.post(usersOf(home), { user_id: joana });
    await person(emulators, `ana@${name}.example`);
    return home;
  },
  declared: (home, name) => ({ ...home, email: `ana@${name}.example` }),
  held,
  life: {
    vanished: {
      title: "taken out by somebody, and added again",
      async meanwhile({ act, home, name }) {
        const { data } = await act.get(`/organization/users?emails=ana@${name}.example`);
        await act.delete(`${usersOf(home)}/${data[0].id}`);
      },
    },
  },
  stages: [
    {
      title: "another spelling of the address is the same",
      inputs: (home, name) => ({ ...home, email: ` Ana@${name.toUpperCase()}.example` }),
      does: ["same"],
      writes: {},
      shows: { email: "ana@groupmember-next.example" },
    },
  ],
};
