import { z } from "zod";
import { type Endpoint, get } from "../../core/api.ts";
import { refusal, valid } from "../errors.ts";
import { cursorPage, flag, listed, text, texts } from "../paging.ts";
import type { AuditDetail, AuditLogRecord } from "../records.ts";
import { AUDIT_RETENTION_SECONDS, type OpenaiStore, seconds } from "../store.ts";

const moment = z
  .string()
  .regex(/^\d{1,15}$/, "must be a time in seconds")
  .transform(Number);
const rangeSchema = z.object({
  gt: moment.optional(),
  gte: moment.optional(),
  lt: moment.optional(),
  lte: moment.optional(),
});

export function auditLogEndpoints(store: OpenaiStore): Endpoint[] {
  return [
    // Newest first, as in the official examples.
    get("/organization/audit_logs", ({ query, now }) => {
      const misspelt = [...query.keys()].find((name) => /^effective_at(?!\[(gt|gte|lt|lte)\]$)/.test(name));
      if (misspelt !== undefined)
        throw refusal("'effective_at' takes gt, gte, lt and lte in brackets.", {
          param: misspelt,
          code: "invalid_value",
        });
      const bound = (name: string) => text(query, `effective_at[${name}]`);
      const range = valid(rangeSchema, { gt: bound("gt"), gte: bound("gte"), lt: bound("lt"), lte: bound("lte") });
      const types = setOf(texts(query, "event_types"));
      const projectIds = setOf(texts(query, "project_ids"));
      const resourceIds = setOf(texts(query, "resource_ids"));
      const actorIds = setOf(texts(query, "actor_ids"));
      const actorEmails = setOf(texts(query, "actor_emails"));
      const tenantOnly = flag(query, "tenant_only");
      if (tenantOnly && types && [...types].some((type) => !isTenantScoped(type)))
        throw refusal("With 'tenant_only' all 'event_types' must be tenant-scoped.", { param: "event_types" });

      const { auditLogging, auditDelaySeconds, omitLastId } = store.switches.values;
      const newest = seconds(now) - auditDelaySeconds;
      const oldest = seconds(now) - AUDIT_RETENTION_SECONDS;

      const where = (log: AuditLogRecord) => {
        const user = log.actor.type === "session" ? log.actor.session.user : log.actor.api_key.user;
        const at = log.effective_at;
        return (
          auditLogging &&
          at >= oldest &&
          at <= newest &&
          (types === undefined || types.has(log.type)) &&
          (projectIds === undefined || projectIds.has(log.project?.id ?? "")) &&
          (resourceIds === undefined || resourcesOf(log.detail).some((id) => resourceIds.has(id))) &&
          (actorIds === undefined ||
            actorIds.has(user.id) ||
            (log.actor.type === "api_key" && actorIds.has(log.actor.api_key.id))) &&
          (actorEmails === undefined || actorEmails.has(user.email)) &&
          (!tenantOnly || isTenantScoped(log.type)) &&
          (range.gt === undefined || at > range.gt) &&
          (range.gte === undefined || at >= range.gte) &&
          (range.lt === undefined || at < range.lt) &&
          (range.lte === undefined || at <= range.lte)
        );
      };
      const options = { omitLastId, direction: "desc", backwards: true } as const;
      const logs = listed(store.auditLogs, store.auditLogs.all, where);
      return { status: 200, body: cursorPage(logs, query, render, options) };
    }),
  ];
}

const render = ({ detail, ...entry }: AuditLogRecord) => ({ ...entry, [entry.type]: detail });

const resourcesOf = ({ id, certificates = [] }: AuditDetail): string[] => [
  ...(id === undefined ? [] : [id]),
  ...certificates.map((certificate) => certificate.id),
];

const isTenantScoped = (type: string): boolean =>
  type.startsWith("tenant.") || type === "role.bound_to_resource" || type === "role.unbound_from_resource";

const setOf = (values: string[] | undefined): ReadonlySet<string> | undefined => values && new Set(values);
