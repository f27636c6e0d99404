import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type MfaPolicy, mfaLadder } from "../../fleet/mfa-ladder.ts";
import { judgeRequirement } from "../judge-tenant.ts";

export const tenantMfaRequired: ResourceValidationPolicy = {
  name: "tenant-mfa-required",
  description: "A tenant declares MFA at least as strict as its plan requires.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateResource: judgeRequirement("mfa", "MFA policy", (required, { mfa }, plan) => {
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
};

const isOnLadder = (policy: string): policy is MfaPolicy => (mfaLadder as readonly string[]).includes(policy);
const rank = (policy: MfaPolicy): number => mfaLadder.indexOf(policy);
