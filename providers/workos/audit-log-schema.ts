import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** One version of an action's schema, and the action it was asked for: the answer does not name it. */
interface SchemaRow {
  action: string;
  version: number;
  actor?: { metadata?: JsonSchema | null } | null;
  targets: { type: string; metadata?: JsonSchema | null | undefined }[];
  metadata?: JsonSchema | null;
}

interface Target {
  type: string;
  metadata?: JsonSchema;
}

/** An empty schema allows everything, which is what having none does. */
const orNone = (schema: JsonSchema | null | undefined): JsonSchema | null =>
  schema && Object.keys(schema).length > 0 ? schema : null;

/** Their order means nothing: an event is checked by the types of its targets. */
const canonicalTargets = (targets: SchemaRow["targets"]): Target[] =>
  targets
    .map(({ type, metadata }) => {
      const schema = orNone(metadata);
      return schema ? { type, metadata: schema } : { type };
    })
    .sort((a, b) => (a.type < b.type ? -1 : Number(a.type > b.type)));

/** Metadata is an object, so its schema says so: `{ plan: { type: "string" } }` alone would be no schema of anything. */
const OF_OBJECT = 'must be a JSON Schema of an object: { type: "object", properties: { … } }';
const jsonSchema = z
  .looseObject({ type: z.literal("object", OF_OBJECT).optional() })
  .refine((schema) => schema.type === "object" || orNone(schema) === null, OF_OBJECT) as unknown as z.ZodType<
  JsonSchema,
  JsonSchema
>;

const inputs = z.strictObject({
  /** What the events are called, e.g. `invoice.viewed`. The natural key. */
  action: z.string().trim().min(1),
  /** The kinds of things that an event is about, at least one, in any order, each once. `metadata` is a JSON Schema. */
  targets: z
    .array(z.strictObject({ type: z.string().trim().min(1), metadata: jsonSchema.nullish() }))
    .min(1, "must name at least one target")
    .refine(
      (targets) => new Set(targets.map(({ type }) => type)).size === targets.length,
      "must name each type of target once",
    )
    .transform(canonicalTargets),
  /** JSON Schema of what an event says about who did it; null for none. */
  actorMetadata: jsonSchema.transform(orNone).nullish(),
  /** JSON Schema of what else an event says; null for none. */
  metadata: jsonSchema.transform(orNone).nullish(),
});

const computed = z.object({
  /** Counts from 1; every change adds one. */
  version: z.int(),
});

const versionsOf = (action: string): string => `/audit_logs/actions/${encodeURIComponent(action)}/schemas`;

/**
 * The newest version of one action's schema. `/audit_logs/actions` gives all actions at once, but does not say which
 * version it shows; a version too old would look like drift and bring a new one with every run.
 */
export const auditLogSchemas: Collection<WorkosClient, SchemaRow> = {
  name: "audit log schemas",
  async list(client, action) {
    const versions = await noneIfGone(client.list<Omit<SchemaRow, "action">>(versionsOf(action)));
    const [newest] = versions.sort((a, b) => b.version - a.version);
    return newest ? [{ ...newest, action }] : [];
  },
  id: (row) => row.action,
};

/**
 * What audit log events of one action look like; WorkOS refuses events that look otherwise. WorkOS only adds versions:
 * a change adds one, an equal declaration none, and removing it leaves all of them.
 * Source: WorkOS API reference, "Audit Logs", "Schema".
 */
export class AuditLogSchema extends defineResource({
  vendor: workos,
  name: "AuditLogSchema",
  inputs,
  computed,
  identity: ["action"],
  immutable: ["action"],
  importId: ["action"],
  collection: auditLogSchemas,
  scope: ({ action }) => action,
  matches: () => true,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row) => ({
    id: row.action,
    inputs: {
      action: row.action,
      targets: canonicalTargets(row.targets),
      actorMetadata: orNone(row.actor?.metadata),
      metadata: orNone(row.metadata),
    },
    computed: { version: row.version },
  }),

  ensure: (client, declared) => addVersion(client, declared),

  // A version stands for itself, so what is not declared is said again as it was.
  sync: (client, _changes, { row, inputs: declared }) =>
    addVersion(client, { actorMetadata: row.actor?.metadata, metadata: row.metadata, ...declared }),

  async remove() {},

  leaves: ({ action }) => `the schema of ${action} stays at WorkOS, which goes on checking events by it`,
}) {}

async function addVersion(client: WorkosClient, declared: z.output<typeof inputs>): Promise<SchemaRow> {
  const { action, targets, actorMetadata, metadata } = declared;
  const row = await client.post<Omit<SchemaRow, "action">>(versionsOf(action), {
    targets,
    actor: actorMetadata ? { metadata: actorMetadata } : undefined,
    metadata: metadata ?? undefined,
  });
  return { ...row, action };
}
