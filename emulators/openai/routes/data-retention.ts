import { z } from "zod";
import { type Endpoint, get, post } from "../../core/api.ts";
import { valid } from "../errors.ts";
import { ORGANIZATION, type Scope } from "../records.ts";
import { placesOf } from "../scopes.ts";
import type { OpenaiStore } from "../store.ts";

const TYPES = [
  "zero_data_retention",
  "modified_abuse_monitoring",
  "enhanced_zero_data_retention",
  "enhanced_modified_abuse_monitoring",
] as const;

/** What is sent is called `retention_type`, what is answered `type`. */
const schemas = {
  organization: z.object({ retention_type: z.enum(TYPES) }),
  project: z.object({ retention_type: z.enum(["organization_default", "none", ...TYPES]) }),
};

/** Of the organization and of each project: the same operations on two roots. No audit log tells of them. */
export function dataRetentionEndpoints(store: OpenaiStore): Endpoint[] {
  return placesOf(store).flatMap(({ root, kind, read, change }) => {
    const base = `${root}/data_retention`;
    const render = (scope: Scope) => ({
      object: `${kind}.data_retention`,
      type: store.dataRetention.get(scope)?.type ?? defaultOf(scope),
    });
    return [
      get(base, (call) => ({ status: 200, body: render(read(call)) })),

      post(base, (call) => {
        const id = change(call);
        const schema: z.ZodType<{ retention_type: string }> = schemas[kind];
        const { retention_type: type } = valid(schema, call.body);
        if (store.dataRetention.get(id)) store.dataRetention.replace({ id, type });
        else store.dataRetention.insert({ id, type });
        return { status: 200, body: render(id) };
      }),
    ];
  });
}

/** ASSUMED: the organization's. */
const defaultOf = (scope: Scope): string =>
  scope === ORGANIZATION ? "modified_abuse_monitoring" : "organization_default";
