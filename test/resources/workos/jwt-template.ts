import type { Description } from "../description.ts";

const TEMPLATE = "/user_management/jwt_template";

export const jwtTemplate: Description = {
  at: `PUT ${TEMPLATE}`,
  writes: { create: { [`PUT ${TEMPLATE}`]: 1 }, remove: {} },
  home: async () => ({}),
  alone: "an environment has one",
  declared: (_home, name) => ({ content: `{"case": "${name}", "plan": "{{organization.metadata.plan}}"}` }),
  changed: (_home, name) => ({ content: `{"case": "${name}", "mail": "{{user.email}}"}` }),
  async held(act) {
    const { content } = await act.get(TEMPLATE);
    return content === "" ? [] : [{ id: "jwt_template", content }];
  },
  left: (row) => row,
  life: {
    replaced: null, // There is no other place for it.
    vanished: null, // Nobody can delete it.
  },
  stages: [
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: () => ({ content: "{}" }),
      does: ["create"],
      writes: { [`PUT ${TEMPLATE}`]: 1 },
    },
  ],
};
