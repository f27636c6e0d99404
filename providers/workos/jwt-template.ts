import { at, defineResource, z } from "../kit.ts";
import { workos } from "./client.ts";
import { before, jwtTemplate, timestamp } from "./fields.ts";

interface TemplateRow {
  content: string;
  created_at: string;
}

const TEMPLATE = at`/user_management/jwt_template`;

/**
 * What access tokens of the environment carry besides the usual claims. There is one at most, and WorkOS cannot delete
 * it: one that is there, and which nothing proves to be this stack's, is taken over on request, and removing it puts that one
 * back; one that this stack made stays. Source: WorkOS API reference, "JWT template".
 * @removal puts back the one that was there before; where there was none it stays at WorkOS, with a warning
 */
export class JwtTemplate extends defineResource(workos, "JwtTemplate", {
  inputs: z.strictObject({
    content: jwtTemplate,
  }),
  outputs: z.object({ createdAt: timestamp, before }),
  key: [],
  importId: ["id"],
  setting: { optional: true },
  removal: {
    leaves: () => "the template stays at WorkOS, which cannot delete it, and tokens go on carrying its claims",
  },
  list: async (api) => {
    const template = await api.find<TemplateRow>(TEMPLATE);
    return template ? [template] : [];
  },
  id: () => "jwt_template", // It has none of its own.
  show: ({ content, created_at }) => ({ content, createdAt: created_at }),
  observe: (api) => api.find(TEMPLATE),
  lookUp: (api) => api.find(TEMPLATE),
  ensure: (api, { content }) => api.put(TEMPLATE, { content }),
  sync: (api, _changes, { content }) => api.put(TEMPLATE, { content }),
}) {}
