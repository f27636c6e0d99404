import type { Bag, Description } from "../description.ts";

const LIST = "/user_management/cors_origins";

export const corsOrigin: Description = {
  at: `DELETE ${LIST}/{id}`,
  writes: { remove: {} }, // WorkOS has no such request.
  async home(act, name) {
    await act.post(LIST, { origin: `https://${name}.example:8443` });
    return {};
  },
  declared: (_home, name) => ({ origin: `https://${name}.example`, onDelete: "abandon" }),
  async held(act, _home, name) {
    const { data } = await act.get(`${LIST}?limit=100&order=desc`);
    return data
      .filter(({ origin }: Bag) => String(origin).startsWith(`https://${name}.example`))
      .map(({ id, origin }: Bag) => ({ id, origin }));
  },
  left: (row) => row,
  life: { vanished: null }, // Nobody can delete it.
  stages: [
    {
      title: "in capital letters it is the same",
      inputs: (_home, name) => ({ origin: `https://${name.toUpperCase()}.example`, onDelete: "abandon" }),
      does: ["same"],
      writes: {},
      shows: { origin: "https://corsorigin-next.example" },
    },
  ],
};
