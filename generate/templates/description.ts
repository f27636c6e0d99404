import type { Bag, Description } from "../../test/resources/description.ts";

export const example: Description = {
  at: "PATCH /TODO/examples/{exampleId}", // TODO As the vendor's specification spells it.
  async home(act, name) {
    // TODO What it lives in; and a bystander, whose key is so near that a careless comparison takes it for ours.
    await act.post("/TODO/examples", { name: `${name} (EU)` });
    return {};
  },
  declared: (_home, name) => ({ name }),
  changed: (_home, name) => ({ name: `${name}, renamed` }), // TODO Every field that can be changed or cleared.
  async held(act) {
    const { data } = await act.get("/TODO/examples");
    return data.map(({ id, name }: Bag) => ({ id, name }));
  },
};
