import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const groupsOf = ({ organizationId }: Bag): string => `/organizations/${organizationId}/groups`;

export const group: Description = {
  at: "PATCH /organizations/{organizationId}/groups/{groupId}",
  async home(act, name) {
    const home = await organization(act, name);
    await act.post(groupsOf(home), { name: "Finance (EU)", description: "Pays in euros" });
    return home;
  },
  declared: (home) => ({ ...home, name: "Finance", description: "Pays" }),
  changed: (home) => ({ ...home, name: "Money", description: null }),
  async held(act, home) {
    const { data } = await act.get(groupsOf(home));
    return data.map(({ id, name, description }: Bag) => ({ id, ...home, name, description }));
  },
  stages: [
    {
      title: "renamed, which leaves alone a description that is declared no more",
      inputs: (home) => ({ ...home, name: "Treasury" }),
      meanwhile: ({ act, home, id }) => act.patch(`${groupsOf(home)}/${id}`, { description: "Kept" }),
      does: ["update"],
      writes: { "PATCH /organizations/{organizationId}/groups/{groupId}": 1 },
      shows: { description: "Kept" },
    },
  ],
};
