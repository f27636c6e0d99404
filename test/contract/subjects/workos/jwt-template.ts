import { type Subject, somebody } from "../subject.ts";

export const jwtTemplate: Subject = {
  token: "workos:JwtTemplate",
  stays: "untouched",
  home: async () => ({}),
  declared: (_home, name) => ({ content: `{"case": "${name}", "plan": "{{organization.metadata.plan}}"}` }),
  changed: (_home, name) => ({ content: `{"case": "${name}", "mail": "{{user.email}}"}` }),
  async held({ workos }) {
    const { content } = await workos.as(somebody).get("/user_management/jwt_template");
    return [{ id: "jwt_template", content }];
  },
};
