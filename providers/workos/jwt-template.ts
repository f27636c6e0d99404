import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";

interface TemplateRow {
  content: string;
}

const inputs = z.strictObject({
  /** A Liquid template of a JSON object, e.g. `{"plan": "{{organization.metadata.plan}}"}`. */
  content: z.string().regex(/\S/, "must not be empty: WorkOS cannot delete a template"),
});

const TEMPLATE = "/user_management/jwt_template";

/** The environment has one or none, and it has no id of its own. */
const ID = "jwt_template";

const find = (client: WorkosClient): Promise<TemplateRow | undefined> => client.find<TemplateRow>(TEMPLATE);

const put = (client: WorkosClient, content: string): Promise<TemplateRow> =>
  client.put<TemplateRow>(TEMPLATE, { content });

export const jwtTemplates: Collection<WorkosClient, TemplateRow> = {
  name: "JWT templates",
  async list(client) {
    const template = await find(client);
    return template ? [template] : [];
  },
  id: () => ID,
};

/**
 * What access tokens of the environment carry besides the usual claims. There is one at most, and WorkOS cannot delete
 * it: one that is there is taken over, with a warning, since there can be no other; removing the resource leaves it.
 * Source: WorkOS API reference, "JWT template".
 */
export class JwtTemplate extends defineResource({
  vendor: workos,
  name: "JwtTemplate",
  inputs,
  computed: z.object({}),
  identity: [],
  immutable: [],
  collection: jwtTemplates,
  scope: () => "",
  matches: () => true,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: ({ content }) => ({ id: ID, inputs: { content }, computed: {} }),

  observe: (client) => find(client),
  lookUp: (client) => find(client),
  ensure: (client, { content }) => put(client, content),
  sync: (client, _changes, { inputs: { content } }) => put(client, content),
  async remove() {},
  leaves: () => "the template stays at WorkOS, which cannot delete it, and tokens go on carrying its claims",
}) {}
