import { z } from "zod";
import { type Call, type Endpoint, get, param, put } from "../../core/api.ts";
import { valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import type { AuditLogSettings } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

const DEFAULT_RETENTION_DAYS = 30;

const retentionSchema = z.object({
  retention_period_in_days: z.union([z.literal(30), z.literal(365)], "must be 30 or 365"),
});
const streamSchema = z.object({
  type: z.enum(["AzureSentinel", "Datadog", "GenericHttps", "GoogleCloudStorage", "S3", "Snowflake", "Splunk"]),
  state: z.enum(["active", "inactive", "error", "invalid"]).default("active"),
});

export function auditLogSettingsEndpoints(store: WorkosStore): Endpoint[] {
  return [
    // Null until it is set for the first time.
    get("/organizations/{id}/audit_logs_retention", (call) => ({
      status: 200,
      body: renderRetention(settingsOf(store, call)),
    })),

    put("/organizations/{id}/audit_logs_retention", (call) => {
      const settings = settingsOf(store, call);
      const { retention_period_in_days } = valid(retentionSchema, call.body);
      return { status: 200, body: renderRetention(keep(store, { ...settings, retention_period_in_days })) };
    }),

    // ASSUMED: it counts as active once the period is set or a stream is there, and 30 days apply until then.
    get("/organizations/{id}/audit_log_configuration", (call) => {
      const { id, retention_period_in_days, log_stream } = settingsOf(store, call);
      const isSetUp = retention_period_in_days !== null || log_stream !== undefined;
      return {
        status: 200,
        body: {
          organization_id: id,
          retention_period_in_days: retention_period_in_days ?? DEFAULT_RETENTION_DAYS,
          state: isSetUp ? "active" : "inactive",
          ...(log_stream === undefined ? {} : { log_stream }),
        },
      };
    }),
  ];
}

/** The customer sets up a log stream in the Admin Portal. */
export function auditLogSettingsControl(store: WorkosStore): Endpoint[] {
  return [
    put("/organizations/{id}/log_stream", (call) => {
      const settings = settingsOf(store, call);
      const fields = valid(streamSchema, call.body);
      const log_stream = {
        id: settings.log_stream?.id ?? store.id("als", call.now),
        ...fields,
        last_synced_at: null,
        created_at: settings.log_stream?.created_at ?? iso(call.now),
      };
      keep(store, { ...settings, log_stream });
      return { status: 200, body: log_stream };
    }),
  ];
}

function settingsOf(store: WorkosStore, call: Call): AuditLogSettings {
  const { id } = existingOrganization(store, param(call, "id"));
  return store.auditLogSettings.get(id) ?? { id, retention_period_in_days: null };
}

function keep(store: WorkosStore, settings: AuditLogSettings): AuditLogSettings {
  const { auditLogSettings } = store;
  return auditLogSettings.get(settings.id) ? auditLogSettings.replace(settings) : auditLogSettings.insert(settings);
}

const renderRetention = ({ retention_period_in_days }: AuditLogSettings) => ({ retention_period_in_days });
