import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";

interface RetentionRow {
  organizationId: string;
  retention_period_in_days: number;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  /** How long events of the audit log are kept: 30 or 365 days. */
  days: z.literal([30, 365], "must be 30 or 365"),
});

const path = (organizationId: string): string =>
  `/organizations/${encodeURIComponent(organizationId)}/audit_logs_retention`;

/** WorkOS has no list of them: each organization is asked for its own, which is null until it is first set. */
export const auditLogRetentions: Collection<WorkosClient, RetentionRow> = {
  name: "audit log retention periods",
  within: "workos:Organization",
  async list(client, organizationId) {
    const answer = await client.find<{ retention_period_in_days: number | null }>(path(organizationId));
    const days = answer?.retention_period_in_days ?? null;
    return days === null ? [] : [{ organizationId, retention_period_in_days: days }];
  },
  id: (row) => row.organizationId,
};

const set = async (client: WorkosClient, organizationId: string, days: number): Promise<RetentionRow> => ({
  ...(await client.put<{ retention_period_in_days: number }>(path(organizationId), { retention_period_in_days: days })),
  organizationId,
});

/**
 * How long WorkOS keeps the audit log of one organization. It can be changed but not taken back: removing it leaves what
 * was set. Its id is the organization's. Source: WorkOS API reference, "Audit Logs", "Retention".
 */
export class AuditLogRetention extends defineResource({
  vendor: workos,
  name: "AuditLogRetention",
  inputs,
  computed: z.object({}),
  identity: ["organizationId"],
  immutable: ["organizationId"],
  importId: ["organizationId"],
  collection: auditLogRetentions,
  scope: ({ organizationId }) => organizationId,
  matches: () => true,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row) => ({
    id: row.organizationId,
    inputs: { organizationId: row.organizationId, days: row.retention_period_in_days as 30 | 365 },
    computed: {},
  }),

  ensure: (client, { organizationId, days }) => set(client, organizationId, days),
  sync: (client, _changes, { inputs: { organizationId, days } }) => set(client, organizationId, days),
  async remove() {},

  leaves: ({ days }) => `WorkOS goes on keeping this organization's audit log for ${days} days`,
}) {}
