import type { Description } from "../description.ts";
import { everyPage } from "../homes.ts";

export const group: Description = {
  dated: true,
  at: "POST /organization/groups/{group_id}",
  async home(act, name) {
    await act.post("/organization/groups", { name: `${name} (EU)` });
    return {};
  },
  declared: (_home, name) => ({ name }),
  changed: (_home, name) => ({ name: `${name}, renamed` }),
  async held(act, _home, name) {
    const rows = await everyPage(act, "/organization/groups");
    return rows
      .filter((row) => [name, `${name}, renamed`, `${name} (EU)`].includes(String(row.name)))
      .map((row) => ({ id: String(row.id), name: row.name }));
  },
  life: {
    replaced: null, // Everything can be changed in place.
    adopted: { title: "missing from state, and adopted on request" },
  },
};
