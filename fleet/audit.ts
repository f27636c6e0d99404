import { createHash } from "node:crypto";
import { z } from "zod";
import { auditLogAction } from "../providers/workos/fields.ts";
import { type Declaration, declaration } from "./declaration.ts";
import type { Problem } from "./fleet-error.ts";
import { valueAt, type Written } from "./paths.ts";
import { catalogue } from "./resource-names.ts";
import type { YamlFile } from "./yaml-file.ts";

const DEFAULT_ACTION = "tenantry.applied";

/** Whether customers read in their audit logs at WorkOS what was applied to them. */
export const audit = z.strictObject({
  /** Whether each run that applied something to a tenant adds an event to its organization's audit log. @default false */
  emit: z.boolean().exactOptional(),
  /** What these events are called. Their schema at WorkOS comes with them. @default tenantry.applied */
  action: auditLogAction.exactOptional(),
});

/** What a tenant's events are called, and what tells of a change. */
export type Audited = {
  readonly action: string;
  /** Of each field of its file, plan included, a digest of what it says. */
  readonly declared: Readonly<Record<string, string>>;
};

/** The action, where events are wanted. */
export const auditedAs = ({ emit, action = DEFAULT_ACTION }: z.output<typeof audit> = {}): string | undefined =>
  emit ? action : undefined;

/** WorkOS refuses an event whose action it does not know. */
export const schemaOf = (action: string): Declaration =>
  declaration("workos:AuditLogSchema", [catalogue, action], {
    action,
    targets: [{ type: "tenant" }],
    metadata: { type: "object", properties: { fields: { type: "string" } } },
  });

/** What is no field to tell of: the key, the ones before it, and what policies ask. */
const ELSEWHERE: ReadonlySet<string> = new Set(["schemaVersion", "tenant", "formerly", "require"]);

/** @param tenant with its plan merged in */
export const auditedOf = (tenant: object, action: string): Audited => ({
  action,
  declared: Object.fromEntries(
    Object.entries(tenant)
      .filter(([field, value]) => value !== undefined && !ELSEWHERE.has(field))
      .map(([field, value]) => [field, digestOf(value)])
      .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  ),
});

const digestOf = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(unordered(value)))
    .digest("hex")
    .slice(0, 12);

/** The order in which a file lists things changes nothing. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => JSON.stringify(unordered(item))).sort();
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, unordered(member)]),
  );
}

/** Two schemas of one action would take turns. */
export function auditedTwice(fleet: YamlFile): Problem[] {
  const read = audit.safeParse(valueAt(fleet.value, ["audit"]));
  const action = read.success ? auditedAs(read.data) : undefined;
  const schemas = valueAt(fleet.value, ["auditLogSchemas"]);
  if (action === undefined || !Array.isArray(schemas)) return [];
  const index = schemas.findIndex((schema: Written) => valueAt(schema, ["action"]) === action);
  if (index < 0) return [];
  const what = `${action} is what audit calls its own events, whose schema comes with them`;
  return [
    fleet.problem(["auditLogSchemas", index, "action"], `${what}: take it out here, or give audit another action`),
  ];
}
