import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement } from "../judge-tenant.ts";

export const tenantSessionLifetimeCap: ResourceValidationPolicy = {
  name: "tenant-session-lifetime-cap",
  description: "A tenant declares sessions no longer than its plan allows; WorkOS has one setting for all of them.",
  enforcementLevel: "mandatory",
  severity: "medium",
  validateResource: judgeRequirement("sessionMaxMinutes", "limit of sessions", (most, { session }) => {
    const minutes = session?.lifetimeMinutes;
    if (minutes !== undefined && minutes <= most) return [];
    return {
      declares: `sessions of ${minutes ?? "?"} minutes`,
      requires: `at most ${most}`,
      advice: `set session.lifetimeMinutes to ${most} or less`,
    };
  }),
};
