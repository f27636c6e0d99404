import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement } from "../judge-tenant.ts";

export const tenantMfaGraceCap: ResourceValidationPolicy = {
  name: "tenant-mfa-grace-cap",
  description:
    "Where a tenant declares MFA as REQUIRED, its people have no more days to set it up than its plan allows.",
  enforcementLevel: "mandatory",
  severity: "medium",
  validateResource: judgeRequirement("mfaGraceMaxDays", "limit of days of grace", (most, { mfa }) => {
    if (mfa?.policy !== "REQUIRED") return { notApplicable: "the tenant declares no MFA as REQUIRED" };
    const days = mfa.gracePeriodDays;
    if (days !== undefined && days <= most) return [];
    return {
      declares: `${days ?? "?"} days of grace for MFA`,
      requires: `at most ${most}`,
      advice: `set mfa.gracePeriodDays to ${most} or less`,
    };
  }),
};
