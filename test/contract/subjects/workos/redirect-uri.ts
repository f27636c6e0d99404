import type { Bag } from "../../provider-process.ts";
import { type Subject, somebody } from "../subject.ts";

export const redirectUri: Subject = {
  token: "workos:RedirectUri",
  home: async () => ({}),
  declared: (_home, name) => ({ uri: `https://${name}.example/callback` }),
  async held({ workos }, _home, name) {
    const { data } = await workos.as(somebody).get("/user_management/redirect_uris?limit=100&order=desc");
    return data
      .filter((row: Bag) => String(row.uri).startsWith(`https://${name}.example/`))
      .map((row: Bag) => ({ id: row.id, uri: row.uri }));
  },
};
