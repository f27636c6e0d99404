import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type MfaPolicy, mfaLadder } from "../../fleet/mfa-ladder.ts";
import { judge, type Verdict } from "../judge.ts";
import { subjects } from "../subjects.ts";

/** The part of a tenant's inputs that counts here. A program may leave out what the planner always fills in. */
type Tenant = {
  readonly tenant?: string;
  readonly plan?: string;
  readonly mfa?: { readonly policy?: string };
  readonly require?: { readonly mfa?: string };
};

export const tenantMfaRequired: ResourceValidationPolicy = {
  name: "tenant-mfa-required",
  description: "A tenant declares MFA at least as strict as its plan requires.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateResource: judge(subjects.tenant, (inputs: Tenant, { name }): Verdict => {
    const { tenant = name, plan = "(none)", mfa, require } = inputs;
    if (require === undefined) return [unseen(tenant)];
    const required = require.mfa;
    if (required === undefined) return { notApplicable: `plan ${plan} requires no MFA policy` };
    if (!isOnLadder(required)) return [`plan ${plan} requires MFA "${required}": use one of ${ladderText}`];

    const declared = mfa?.policy;
    if (declared !== undefined && isOnLadder(declared) && rank(declared) >= rank(required)) return [];
    return [
      `${tenant} declares MFA ${declared ?? "nothing"}, and plan ${plan} requires ${required}: ` +
        `set mfa.policy to ${stricterOrEqual(required)} in tenants/${tenant}.yaml. ` +
        "This judges what the file declares; WorkOS has no setting that enforces it for one organization.",
    ];
  }),
};

/** The planner always fills in `require`, with `{}` at least. Without it nothing can be judged, so nothing may pass. */
const unseen = (tenant: string): string =>
  `${tenant} shows policies no inputs: unset PULUMI_NODEJS_SKIP_COMPONENT_INPUTS, or pass \`require\` to the component.`;

const isOnLadder = (policy: string): policy is MfaPolicy => (mfaLadder as readonly string[]).includes(policy);
const rank = (policy: MfaPolicy): number => mfaLadder.indexOf(policy);
const stricterOrEqual = (policy: MfaPolicy): string => mfaLadder.slice(rank(policy)).join(" or ");
const ladderText = mfaLadder.join(", ");
