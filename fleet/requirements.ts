import { z } from "zod";
import { asSet } from "../providers/contract/fields.ts";
import { monthlyLimitUsd, projectRetention } from "../providers/openai/fields.ts";
import { auditLogRetentionDays } from "../providers/workos/fields.ts";
import { mfaLadder } from "./mfa-ladder.ts";
import { merge, type Plans, planChain } from "./plans.ts";
import { passwordPolicies } from "./tenant/password-policy.ts";
import { oneOf } from "./words.ts";

/** What policies ask of every tenant on a plan, each by a rule of its own. Left out: that is not asked for. */
export const requirements = z.strictObject({
  /** The weakest `mfa.policy` that a tenant may have. */
  mfa: oneOf(mfaLadder).exactOptional(),
  /** The longest `mfa.gracePeriodDays` where MFA is REQUIRED. */
  mfaGraceMaxDays: z.int().min(0).max(90).exactOptional(),
  /** The longest `session.lifetimeMinutes`. */
  sessionMaxMinutes: z.int().min(5).max(43_200).exactOptional(),
  /** The weakest `passwordPolicy`, where single sign-on isn't required. */
  passwordPolicy: oneOf(passwordPolicies).exactOptional(),
  /** Whether there has to be a connection for single sign-on: `sso.required` or one of ours. */
  sso: z.boolean().exactOptional(),
  /** Whether there has to be a directory: `scim.required`. */
  scim: z.boolean().exactOptional(),
  /** How many domains have to be declared that are `required`, which is what they are without a word. */
  verifiedDomains: z.int().min(0).exactOptional(),
  /** How many active members have to have a privileged role, by themselves or by a group. */
  admins: z
    .strictObject({
      /** At least. */
      min: z.int().min(0),
      /** At most. */
      max: z.int().min(0),
    })
    .refine(({ min, max }) => min <= max, { error: "has more at least than at most" })
    .exactOptional(),
  /** The shortest `auditLogRetentionDays`: 30 or 365. */
  auditLogRetentionDays: auditLogRetentionDays.exactOptional(),
  /** What `dataRetention` of the project may be. */
  dataRetention: z
    .array(projectRetention)
    .min(1, { error: "must name one: leave it out to ask for none" })
    .transform(asSet)
    .exactOptional(),
  /** Whether the project has to be encrypted with a key of your own or of the customer's. */
  externalKey: z.boolean().exactOptional(),
  /** The highest `spendLimit.monthlyUsd` of the project, which then has to have one. */
  spendLimitMaxUsd: monthlyLimitUsd.exactOptional(),
});
export type PlanRequirements = z.output<typeof requirements>;

/**
 * A plan requires what the plans it extends require, unless it says otherwise.
 * @param plans of a `fleet.yaml` that fits its schema
 */
export function requirementsOf(plans: Plans, plan: string): PlanRequirements {
  const layers = planChain(plans, plan).chain.map((name) => plans.at(name, "require"));
  return requirements.parse(merge({}, ...layers));
}
