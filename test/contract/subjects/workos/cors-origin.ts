import type { Bag } from "../../provider-process.ts";
import { type Subject, somebody } from "../subject.ts";

export const corsOrigin: Subject = {
  token: "workos:CorsOrigin",
  stays: "untouched",
  home: async () => ({}),
  declared: (_home, name) => ({ origin: `https://${name}.example`, onDelete: "abandon" }),
  async held({ workos }, _home, name) {
    const { data } = await workos.as(somebody).get("/user_management/cors_origins?limit=100&order=desc");
    return data
      .filter((row: Bag) => row.origin === `https://${name}.example`)
      .map((row: Bag) => ({ id: row.id, origin: row.origin, onDelete: "abandon" }));
  },
};
