import type { Bag, Description } from "../description.ts";

const LIST = "/user_management/authkit_oauth_resources";

export const authkitOauthResource: Description = {
  dated: true,
  at: `DELETE ${LIST}/{id}`,
  async home(act, name) {
    await act.post(LIST, { uri: `https://${name}.example/mcp/` });
    return {};
  },
  declared: (_home, name) => ({ uri: `https://${name}.example/mcp`, default: false }),
  async held(act, _home, name) {
    const { data } = await act.get(`${LIST}?limit=100&order=desc`);
    return data
      .filter(({ uri }: Bag) => String(uri).startsWith(`https://${name}.example/`))
      .map(({ id, uri, default: isDefault }: Bag) => ({ id, uri, default: isDefault }));
  },
  stages: [
    {
      title: "made the default in the dashboard, where that is chosen",
      meanwhile: ({ act, id }) => act.post(`/_emulator/authkit_oauth_resources/${id}/default`, {}),
      does: ["same"],
      writes: {},
      shows: { default: true },
    },
  ],
};
