import { type MfaPolicy, mfaLadder } from "../../fleet/index.ts";
import type { SeenTenant } from "../places.ts";
import { rule } from "../rule.ts";
import { subjects } from "../subjects.ts";

export const tenantMfaDowngrade = rule({
  name: "tenant-mfa-downgrade",
  description:
    "A change neither weakens the MFA that a tenant declares, nor puts off the day from which it is asked for.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.1", "CC8.1"] },
  remedy: "Take the change back, or exempt the tenant from this rule while it is made.",
  step({ type, name, old, new: now }) {
    if (type !== subjects.tenant) return { notApplicable: "it is no tenant" };
    const [before, after] = [(old as SeenTenant)?.mfa, (now as SeenTenant)?.mfa];
    if (before?.policy === undefined || after?.policy === undefined)
      return { notApplicable: "there is no declaration before, or none after" };
    const [was, is] = [before.policy, after.policy];
    if (rank(is) < rank(was)) return [`${name} declares MFA ${is}, and declared ${was} before.`];
    if (is !== was || is !== "REQUIRED") return [];
    const [began, begins] = [lastDayOf(before), lastDayOf(after)];
    return began !== undefined && begins !== undefined && begins > began
      ? [`${name} asks for MFA of everybody from ${begins} on, and did so from ${began} on before.`]
      : [];
  },
});

const rank = (policy: string): number => mfaLadder.indexOf(policy as MfaPolicy);

/** Of the grace of who was there when it began. */
function lastDayOf({ effectiveFrom, gracePeriodDays = 0 }: NonNullable<SeenTenant["mfa"]>): string | undefined {
  if (effectiveFrom === undefined) return undefined;
  return new Date(Date.parse(effectiveFrom) + gracePeriodDays * 86_400_000).toISOString().slice(0, 10);
}
