import { z } from "zod";
import { type Endpoint, post } from "../../core/api.ts";
import { invalidEvent, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { once } from "../idempotency.ts";
import type { AuditLogSchema } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

const text = z.string().min(1, "must not be empty");
const metadata = z
  .record(
    z.string().regex(/^[a-zA-Z0-9_-]{0,40}$/, "must be up to 40 letters, digits, _ and -"),
    z.union([z.string().max(500), z.number(), z.boolean()]),
  )
  .refine((pairs) => Object.keys(pairs).length <= 50, "must not have more than 50 pairs")
  .optional();

const createEvent = z.object({
  organization_id: text,
  event: z.object({
    action: text,
    occurred_at: z.iso.datetime({ offset: true }),
    actor: z.object({ id: text, type: text, name: z.string().optional(), metadata }),
    targets: z.array(z.object({ id: text, type: text, name: z.string().optional(), metadata })),
    context: z.object({ location: text, user_agent: z.string().optional() }),
    metadata,
    version: z.int().optional(),
  }),
});

export function auditLogEventEndpoints(store: WorkosStore): Endpoint[] {
  return [
    // What was sent before under the same Idempotency-Key is answered as it was, whatever the body says now.
    post("/audit_logs/events", (call) =>
      once(store, call, "audit log event", undefined, () => {
        const { organization_id, event } = valid(createEvent, call.body, (problems) =>
          invalidEvent(problems.map(({ field }) => field)),
        );
        const { id } = existingOrganization(store, organization_id);
        const schema: AuditLogSchema | undefined = store.auditLogSchemas
          .group("action", event.action)
          .walk("desc")
          .next().value;
        // ASSUMED: the answer to an action without a schema is that to an event that does not fit its schema.
        if (!schema) throw invalidEvent(["event.action"]);
        const types = new Set(schema.targets.map(({ type }) => type));
        if (!event.targets.every(({ type }) => types.has(type))) throw invalidEvent(["event.targets"]);
        store.auditLogEvents.insert({
          id: store.id("audit_log_event", call.now),
          organization_id: id,
          event,
          created_at: iso(call.now),
        });
        return { status: 200, body: { success: true } };
      }),
    ),
  ];
}
