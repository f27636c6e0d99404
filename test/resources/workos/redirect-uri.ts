import type { Bag, Description } from "../description.ts";

const LIST = "/user_management/redirect_uris";

export const redirectUri: Description = {
  at: `DELETE ${LIST}/{id}`,
  async home(act, name) {
    await act.post(LIST, { uri: `https://${name}.example/callback/eu` });
    return {};
  },
  declared: (_home, name) => ({ uri: `https://${name}.example/callback` }),
  async held(act, _home, name) {
    const { data } = await act.get(`${LIST}?limit=100&order=desc`);
    return data
      .filter(({ uri }: Bag) => String(uri).startsWith(`https://${name}.example/`))
      .map(({ id, uri }: Bag) => ({ id, uri }));
  },
};
