import { z } from "zod";
import { type Endpoint, get, put } from "../../core/api.ts";
import { invalidParameters, plainRefusal, valid } from "../errors.ts";
import type { JwtTemplate } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

const THE_ONE = "jwt_template";
const schema = z.object({ content: z.string() });

export function jwtTemplateEndpoints({ jwtTemplates }: WorkosStore): Endpoint[] {
  return [
    get("/user_management/jwt_template", () => {
      const template = jwtTemplates.get(THE_ONE);
      if (!template) throw plainRefusal(404, "JWT template not found.");
      return { status: 200, body: render(template) };
    }),

    // ASSUMED: any text passes; whether WorkOS reads the template at this point isn't said.
    put("/user_management/jwt_template", (call) => {
      const { content } = valid(schema, call.body, invalidParameters);
      const now = iso(call.now);
      const held = jwtTemplates.get(THE_ONE);
      if (held?.content === content) return { status: 200, body: render(held) };
      const template = held
        ? jwtTemplates.replace({ ...held, content, updated_at: now })
        : jwtTemplates.insert({ id: THE_ONE, content, created_at: now, updated_at: now });
      return { status: 200, body: render(template) };
    }),
  ];
}

const render = ({ id, ...template }: JwtTemplate) => ({ object: "jwt_template", ...template });
