import { type Api, at, defineResource, isNotFound, when, z } from "../kit.ts";
import { workos } from "./client.ts";
import { auditLogAction, auditLogMetadata, auditLogTargetType, schemaOrNone, timestamp } from "./fields.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** One version of an action's schema. The SDK's own type leaves out what a schema may not have. */
interface SchemaRow {
  version: number;
  actor?: { metadata?: JsonSchema | null } | null;
  targets: Target[];
  metadata?: JsonSchema | null;
  created_at: string;
}

interface Target {
  type: string;
  metadata?: JsonSchema | null | undefined;
}

const inputs = z.strictObject({
  action: auditLogAction,
  /** The kinds of things that an event is about, at least one, in any order, each once. `metadata` is a JSON Schema. */
  targets: z
    .array(z.strictObject({ type: auditLogTargetType, metadata: auditLogMetadata.nullish() }))
    .min(1, "must name at least one target")
    .refine(
      (targets) => new Set(targets.map(({ type }) => type)).size === targets.length,
      "must name each type of target once",
    )
    .transform(canonicalTargets),
  /** JSON Schema of what an event says about who did it; null for none. */
  actorMetadata: auditLogMetadata.nullish(),
  /** JSON Schema of what else an event says; null for none. */
  metadata: auditLogMetadata.nullish(),
});

/**
 * What audit log events of one action look like; WorkOS refuses events that look otherwise. WorkOS only adds versions:
 * a change adds one, an equal declaration none, and removing it leaves all of them.
 * Source: WorkOS API reference, "Audit Logs", "Schema".
 * @removal stays at WorkOS, with a warning
 */
export class AuditLogSchema extends defineResource(workos, "AuditLogSchema", {
  inputs,
  outputs: z.object({
    /** Counts from 1; every change adds one. */
    version: z.int(),
    /** Of this version, RFC 3339. */
    createdAt: timestamp,
  }),
  scope: ["action"],
  key: ["action"],
  immutable: ["action"],
  importId: "key",
  removal: { leaves: ({ action }) => `the schema of ${action} stays at WorkOS, which goes on checking events by it` },
  /**
   * The newest version. `/audit_logs/actions` gives all actions at once, but does not say which version it shows; a version
   * too old would look like drift and bring a new one with every run.
   */
  async list(api, { action }) {
    const path = at`/audit_logs/actions/${action}/schemas`;
    const versions = await api.list<SchemaRow>(path).catch(when(isNotFound, () => []));
    return versions.sort((a, b) => b.version - a.version).slice(0, 1);
  },
  id: (_row, { action }) => action,
  show: (row, { action }) => ({
    action,
    targets: canonicalTargets(row.targets),
    actorMetadata: schemaOrNone(row.actor?.metadata),
    metadata: schemaOrNone(row.metadata),
    version: row.version,
    createdAt: row.created_at,
  }),
  ensure: addVersion,
  // A version stands for itself, so what is not declared is said again as it was.
  sync: (api, _changes, { row, ...declared }) =>
    addVersion(api, { actorMetadata: row.actor?.metadata, metadata: row.metadata, ...declared }),
}) {}

function addVersion(
  api: Api,
  { action, targets, actorMetadata, metadata }: Omit<z.output<typeof inputs>, "targets"> & { targets: Target[] },
): Promise<SchemaRow> {
  return api.post(at`/audit_logs/actions/${action}/schemas`, {
    targets,
    actor: actorMetadata ? { metadata: actorMetadata } : undefined,
    metadata: metadata ?? undefined,
  });
}

/** Their order means nothing: an event is checked by the types of its targets. */
function canonicalTargets(targets: readonly Target[]): Target[] {
  return targets
    .map(({ type, metadata }) => ({ type, ...(schemaOrNone(metadata) && { metadata }) }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}
