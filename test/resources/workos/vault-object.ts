import type { Description } from "../description.ts";

const LIST = "/vault/v1/kv";

export const vaultObject: Description = {
  dated: true,
  at: `PUT ${LIST}/{id}`,
  async home(act, name) {
    await act.post(LIST, { name: `${name}/smtp-eu`, value: "cAnArY-eu", key_context: { customer: name } });
    return {};
  },
  declared: (_home, name) => ({ name: `${name}/smtp`, context: { customer: name }, value: "cAnArY-one" }),
  changed: (_home, name) => ({ name: `${name}/smtp`, context: { customer: name }, value: "cAnArY-two" }),
  async held(act, _home, name) {
    const found = [`${name}/smtp`, `${name}/smtp-eu`].map(async (each) => {
      const { status, body } = await act.request("GET", `${LIST}/name/${encodeURIComponent(each)}`);
      return status === 404
        ? []
        : [{ id: body.id, name: body.name, context: body.metadata.context, value: body.value }];
    });
    return (await Promise.all(found)).flat();
  },
  life: { adopted: { title: "missing from state, and adopted on request" } },
  stages: [
    {
      title: "another context: the old one goes first, since names are unique",
      inputs: (_home, name) => ({ name: `${name}/smtp`, context: {}, value: "cAnArY-one" }),
      does: ["delete-replaced", "replace", "create-replacement"],
      writes: { [`POST ${LIST}`]: 1, [`DELETE ${LIST}/{id}`]: 1 },
    },
  ],
};
