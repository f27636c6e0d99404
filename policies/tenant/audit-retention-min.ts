import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const tenantAuditRetentionMin = rule({
  name: "tenant-audit-retention-min",
  description:
    "A tenant declares that its audit log is kept at least as long as its plan requires; Tenantry sets that at WorkOS.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC7.2"], iso27001: ["8.15"] },
  remedy: "Set auditLogRetentionDays to what the plan requires, or move the tenant to another plan.",
  tenant: required("auditLogRetentionDays", "retention of the audit log", (least, { auditLogRetentionDays: days }) => {
    if (days !== undefined && days >= least) return [];
    return {
      declares: days === undefined ? "nothing about its audit log" : `an audit log of ${days} days`,
      requires: `at least ${least}`,
      advice: `set auditLogRetentionDays to ${least}`,
    };
  }),
});
