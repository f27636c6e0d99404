import { createHash } from "node:crypto";
import type { Api } from "../http/api.ts";
import { at } from "../http/path.ts";

/** What was applied to a tenant, for the audit log of its organization. */
export interface Applied {
  readonly organizationId: string;
  /** E.g. `tenantry.applied`; WorkOS has to know a schema of it, with a target `tenant`. */
  readonly action: string;
  readonly tenant: string;
  /** Which fields of its file were applied, e.g. `["members", "roles"]`. */
  readonly fields: readonly string[];
  /** What tells this event from every other one of the organization. */
  readonly key: string;
}

/** WorkOS takes texts of so many characters in metadata. */
const LONGEST = 500;

/**
 * Adds an event. Within a day of the first time the same key adds none: that long WorkOS remembers keys.
 * Source: WorkOS API reference, "Audit Logs", "Create event".
 */
export async function addAuditLogEvent(
  api: Pick<Api, "postOnce" | "now">,
  { organizationId, action, tenant, fields, key }: Applied,
): Promise<void> {
  const event = {
    action,
    occurred_at: new Date(api.now()).toISOString(),
    actor: { type: "system", id: "tenantry", name: "Tenantry" },
    targets: [{ type: "tenant", id: tenant }],
    // WorkOS asks for a place; whoever ran Pulumi may have been anywhere.
    context: { location: "pulumi up" },
    metadata: { fields: cut(fields.join(", ")) },
  };
  const once = createHash("sha256")
    .update(JSON.stringify([organizationId, action, key]))
    .digest("hex");
  await api.postOnce(at`/audit_logs/events`, { organization_id: organizationId, event }, once);
}

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);
