import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody } from "../subject.ts";

export const group: Subject = {
  token: "workos:Group",
  home: organization,
  declared: (home) => ({ ...home, name: "Finance", description: "Pays" }),
  changed: (home) => ({ ...home, name: "Money", description: null }),
  async held({ workos }, { organizationId }) {
    const { data } = await workos.as(somebody).get(`/organizations/${organizationId}/groups`);
    return data.map((row: Bag) => ({ id: row.id, organizationId, name: row.name, description: row.description }));
  },
};
