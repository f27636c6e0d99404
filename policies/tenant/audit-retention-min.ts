import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement } from "../judge-tenant.ts";

export const tenantAuditRetentionMin: ResourceValidationPolicy = {
  name: "tenant-audit-retention-min",
  description:
    "A tenant declares that its audit log is kept at least as long as its plan requires; Tenantry sets that at WorkOS.",
  enforcementLevel: "mandatory",
  severity: "medium",
  validateResource: judgeRequirement(
    "auditLogRetentionDays",
    "retention of the audit log",
    (least, { auditLogRetentionDays: days }) => {
      if (days !== undefined && days >= least) return [];
      return {
        declares: days === undefined ? "nothing about its audit log" : `an audit log of ${days} days`,
        requires: `at least ${least}`,
        advice: `set auditLogRetentionDays to ${least}`,
      };
    },
  ),
};
