import { type MfaPolicy, mfaLadder } from "../../fleet/mfa-ladder.ts";
import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const tenantMfaRequired = rule({
  name: "tenant-mfa-required",
  description: "A tenant declares MFA at least as strict as its plan requires.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.1"], iso27001: ["8.5"] },
  remedy: "Set mfa.policy to what the plan requires, and have the application enforce it.",
  tenant: required("mfa", "MFA policy", (required, { mfa }, plan) => {
    if (!isOnLadder(required)) return [`plan ${plan} requires MFA "${required}": use one of ${mfaLadder.join(", ")}`];

    const declared = mfa?.policy;
    if (declared !== undefined && isOnLadder(declared) && rank(declared) >= rank(required)) return [];
    return {
      declares: `MFA ${declared ?? "nothing"}`,
      requires: required,
      advice: `set mfa.policy to ${mfaLadder.slice(rank(required)).join(" or ")}`,
      remark: "This judges what the file declares; WorkOS has no setting that enforces it for one organization.",
    };
  }),
});

const isOnLadder = (policy: string): policy is MfaPolicy => (mfaLadder as readonly string[]).includes(policy);
const rank = (policy: MfaPolicy): number => mfaLadder.indexOf(policy);
