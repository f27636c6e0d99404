import type { AuditLogsRetentionResponse } from "@workos-inc/node";
import { at, defineResource, given, z } from "../kit.ts";
import { workos } from "./client.ts";
import { auditLogRetentionDays, before, vendorId } from "./fields.ts";

/**
 * How long WorkOS keeps the audit log of one organization. It can be changed but not taken back: removing it puts back what was
 * set before, and leaves what nobody had set before. Its id is the organization's. Source: WorkOS API reference, "Audit Logs",
 * "Retention".
 * @removal puts back what it was before; what was not set before stays as it is, with a warning
 */
export class AuditLogRetention extends defineResource(workos, "AuditLogRetention", {
  inputs: z.strictObject({
    organizationId: vendorId,
    days: auditLogRetentionDays,
  }),
  outputs: z.object({ before }),
  parent: { organizationId: "workos:Organization" },
  key: [],
  keeps: ["days"],
  importId: "key",
  setting: { optional: true },
  removal: { leaves: ({ days }) => `WorkOS goes on keeping this organization's audit log for ${days} days` },
  // There is no list of them: each organization is asked for its own, which is null until it is first set.
  async list(api, { organizationId }) {
    const row = await api.get<AuditLogsRetentionResponse>(at`/organizations/${organizationId}/audit_logs_retention`);
    return given(row.retention_period_in_days, "retention_period_in_days") ? [row] : [];
  },
  id: (_row, { organizationId }) => organizationId,
  show: (row) => ({ days: row.retention_period_in_days as 30 | 365 }),
  ensure: (api, { organizationId, days }) =>
    api.put(at`/organizations/${organizationId}/audit_logs_retention`, { retention_period_in_days: days }),
  sync: (api, _changes, { organizationId, days }) =>
    api.put(at`/organizations/${organizationId}/audit_logs_retention`, { retention_period_in_days: days }),
}) {}
