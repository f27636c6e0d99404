import { z } from "zod";
import { auditLogAction, auditLogMetadata, auditLogTargetType } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { catalogue } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";

const auditLogSchema = z.strictObject({
  /** What the events are called, e.g. `invoice.viewed`. */
  action: auditLogAction,
  /** The kinds of things that an event is about. */
  targets: z
    .array(z.strictObject({ type: auditLogTargetType, metadata: auditLogMetadata.exactOptional() }))
    .min(1, { error: "an event is about something: name a target" }),
  /** What an event says about who did it. */
  actor: z.strictObject({ metadata: auditLogMetadata }).exactOptional(),
  /** What else an event says. */
  metadata: auditLogMetadata.exactOptional(),
});

/** What events of the audit log look like. Every change is a new version, and WorkOS keeps them all. */
export const auditLogSchemas = catalogueSection({
  fields: { auditLogSchemas: z.array(auditLogSchema).exactOptional() },
  distinct: [
    { items: ["auditLogSchemas", each], by: ["action"] },
    { items: ["auditLogSchemas", each, "targets", each], by: ["type"] },
  ],
  declare: ({ auditLogSchemas }) =>
    inOrder(auditLogSchemas, ({ action }) => action).map(({ action, targets, actor, metadata }) =>
      declaration("workos:AuditLogSchema", [catalogue, action], {
        action,
        targets: inOrder(targets, ({ type }) => type),
        ...(actor && { actorMetadata: actor.metadata }),
        ...only({ metadata }, "metadata"),
      }),
    ),
});
