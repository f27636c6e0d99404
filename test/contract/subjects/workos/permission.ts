import type { Bag } from "../../provider-process.ts";
import { type Subject, somebody } from "../subject.ts";

export const permission: Subject = {
  token: "workos:Permission",
  home: async () => ({}),
  declared: (_home, name) => ({ slug: `${name}:see`, name: "See", description: "Looks" }),
  changed: (_home, name) => ({ slug: `${name}:see`, name: "See it all", description: null }),
  async held({ workos }, _home, name) {
    const { data } = await workos.as(somebody).get("/authorization/permissions?limit=100&order=desc");
    return data
      .filter((row: Bag) => row.slug === `${name}:see`)
      .map((row: Bag) => ({ id: row.id, slug: row.slug, name: row.name, description: row.description }));
  },
};
