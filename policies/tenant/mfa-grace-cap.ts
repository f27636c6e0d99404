import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const tenantMfaGraceCap = rule({
  name: "tenant-mfa-grace-cap",
  description:
    "Where a tenant declares MFA as REQUIRED, its people have no more days to set it up than its plan allows.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.1"], iso27001: ["8.5"] },
  remedy: "Set mfa.gracePeriodDays to what the plan allows.",
  tenant: required("mfaGraceMaxDays", "limit of days of grace", (most, { mfa }) => {
    if (mfa?.policy !== "REQUIRED") return { notApplicable: "the tenant declares no MFA as REQUIRED" };
    const days = mfa.gracePeriodDays;
    if (days !== undefined && days <= most) return [];
    return {
      declares: `${days ?? "?"} days of grace for MFA`,
      requires: `at most ${most}`,
      advice: `set mfa.gracePeriodDays to ${most} or less`,
    };
  }),
});
