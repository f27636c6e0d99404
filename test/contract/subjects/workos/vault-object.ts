import { type Subject, somebody } from "../subject.ts";

export const vaultObject: Subject = {
  token: "workos:VaultObject",
  home: async () => ({}),
  declared: (_home, name) => ({ name: `${name}/smtp`, context: { customer: name }, value: "cAnArY-one" }),
  changed: (_home, name) => ({ name: `${name}/smtp`, context: { customer: name }, value: "cAnArY-two" }),
  async held({ workos }, _home, name) {
    const path = `/vault/v1/kv/name/${encodeURIComponent(`${name}/smtp`)}`;
    const { status, body } = await workos.as(somebody).request("GET", path);
    if (status === 404) return [];
    return [{ id: body.id, name: body.name, context: body.metadata.context, value: body.value }];
  },
};
