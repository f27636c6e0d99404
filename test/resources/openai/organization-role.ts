import type { Bag, Description } from "../description.ts";
import { everyPage } from "../homes.ts";

const LIST = "/organization/roles";
const POST = `POST ${LIST}/{role_id}` as const;

const named = ({ id, name, description, permissions }: Bag) => ({
  id: String(id),
  name,
  description,
  permissions: (permissions as string[]).toSorted(),
});

export const organizationRole: Description = {
  at: POST,
  async home(act, name) {
    await act.post(LIST, { role_name: `${name} (EU)`, permissions: ["api.all.read"], description: "Reads" });
    return {};
  },
  declared: (_home, name) => ({ name, description: "Reads", permissions: ["api.all.read"] }),
  changed: (_home, name) => ({
    name: `${name}, renamed`,
    description: null,
    permissions: ["api.all.read", "api.all.write"],
  }),
  async held(act, _home, name) {
    const rows = await everyPage(act, LIST);
    return rows.filter((row) => [name, `${name}, renamed`, `${name} (EU)`].includes(String(row.name))).map(named);
  },
  life: {
    // A name is written under another word than it is read.
    drifted: {
      meanwhile: ({ act, id }) =>
        act.post(`${LIST}/${id}`, { role_name: "Boss", description: "All", permissions: ["api.model.read"] }),
    },
    replaced: null, // Everything can be changed in place.
    adopted: { title: "missing from state, and adopted on request" },
  },
  stages: [
    {
      title: "permissions in another order, and one twice, are the same",
      inputs: (_home, name) => ({
        name: `${name}, renamed`,
        permissions: ["api.all.write", "api.all.read", "api.all.write"],
      }),
      does: ["same"],
      writes: {},
      shows: { permissions: ["api.all.read", "api.all.write"] },
    },
    {
      title: "every permission taken",
      inputs: (_home, name) => ({ name: `${name}, renamed`, permissions: [] }),
      does: ["update"],
      writes: { [POST]: 1 },
    },
  ],
};
