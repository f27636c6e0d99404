import type { Description } from "../description.ts";
import { everyPage, person } from "../homes.ts";

const POST = "POST /organization/users/{user_id}";

export const organizationUser: Description = {
  at: POST,
  writes: { create: { [POST]: 1 }, remove: {} },
  // Everybody is there already; nobody is made.
  imported: ({ userId }) => String(userId),
  async home(_act, name, emulators) {
    await person(emulators, `joana@${name}.example`);
    return person(emulators, `ana@${name}.example`);
  },
  declared: (_home, name) => ({ email: `ana@${name}.example`, role: "owner" }),
  changed: (_home, name) => ({ email: `ana@${name}.example`, role: "reader" }),
  async held(act, _home, name) {
    const rows = await everyPage(act, "/organization/users");
    return rows
      .filter(({ email }) => String(email).endsWith(`@${name}.example`))
      .map(({ id, email, role }) => ({ id: String(id), email, role }));
  },
  left: (row) => row,
  life: {
    created: { title: "taken over as they are found, with another role" },
    vanished: null, // Nobody is invented: see test/providers/openai/organization-user.test.ts.
    adopted: { title: "missing from state, and taken over" },
  },
  stages: [
    {
      title: "another spelling of the address is the same",
      inputs: (_home, name) => ({ email: ` Ana@${name.toUpperCase()}.example`, role: "owner" }),
      does: ["same"],
      writes: {},
      shows: { email: "ana@organizationuser-next.example" },
    },
  ],
};
