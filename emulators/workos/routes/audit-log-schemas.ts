import { z } from "zod";
import { type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, valid } from "../errors.ts";
import { jsonObject } from "../fields.ts";
import { list } from "../paging.ts";
import type { AuditLogAction, AuditLogSchema } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

const createSchema = z.object({
  actor: z.object({ metadata: jsonObject }).optional(),
  targets: z
    .array(z.object({ type: z.string().min(1, "must not be empty"), metadata: jsonObject.optional() }))
    .min(1, "must name at least one target"),
  metadata: jsonObject.optional(),
});

export function auditLogSchemaEndpoints(store: WorkosStore): Endpoint[] {
  const { auditLogActions, auditLogSchemas } = store;
  const versionsOf = (action: string) => auditLogSchemas.group("action", action);
  const newest = (action: string): AuditLogSchema | undefined => versionsOf(action).walk("desc").next().value;

  const renderAction = ({ name, created_at, updated_at }: AuditLogAction) => {
    const schema = newest(name);
    if (!schema) throw new Error(`the action ${name} has no schema`);
    return { object: "audit_log_action", name, schema: renderSchema(schema), created_at, updated_at };
  };

  return [
    get("/audit_logs/actions", ({ query }) => ({
      status: 200,
      body: list(auditLogActions, auditLogActions.all, query, renderAction),
    })),

    // An identical schema is a new version too.
    post("/audit_logs/actions/{actionName}/schemas", (call) => {
      const name = param(call, "actionName");
      const body = valid(createSchema, call.body);
      const action = auditLogActions.find("name", name);
      const now = iso(call.now);
      if (action) auditLogActions.replace({ ...action, updated_at: now });
      else
        auditLogActions.insert({
          id: store.id("audit_log_action", call.now),
          name,
          created_at: now,
          updated_at: now,
        });
      const schema = auditLogSchemas.insert({
        id: store.id("audit_log_schema", call.now),
        action: name,
        version: (newest(name)?.version ?? 0) + 1,
        ...body,
        created_at: now,
      });
      return { status: 201, body: renderSchema(schema) };
    }),

    get("/audit_logs/actions/{actionName}/schemas", (call) => {
      const name = param(call, "actionName");
      if (!auditLogActions.find("name", name)) throw notFound("Audit log action", name);
      return { status: 200, body: list(auditLogSchemas, versionsOf(name), call.query, renderSchema) };
    }),
  ];
}

/** The members that were not given are left out. */
const renderSchema = ({ version, actor, targets, metadata, created_at }: AuditLogSchema) => ({
  object: "audit_log_schema",
  version,
  ...(actor === undefined ? {} : { actor }),
  targets,
  ...(metadata === undefined ? {} : { metadata }),
  created_at,
});
