import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const tenantSessionLifetimeCap = rule({
  name: "tenant-session-lifetime-cap",
  description: "A tenant declares sessions no longer than its plan allows; WorkOS has one setting for all of them.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.1"], iso27001: ["8.5"] },
  remedy: "Set session.lifetimeMinutes to what the plan allows.",
  tenant: required("sessionMaxMinutes", "limit of sessions", (most, { session }) => {
    const minutes = session?.lifetimeMinutes;
    if (minutes !== undefined && minutes <= most) return [];
    return {
      declares: `sessions of ${minutes ?? "?"} minutes`,
      requires: `at most ${most}`,
      advice: `set session.lifetimeMinutes to ${most} or less`,
    };
  }),
});
