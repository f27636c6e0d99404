import type { PlanRequirements } from "../fleet/index.ts";
import type { Context, SeenTenant } from "./places.ts";
import type { Verdict } from "./verdict.ts";

/** Less than a plan requires, in the words of one sentence. */
export type Shortfall = {
  /** E.g. `MFA OPTIONAL`. */
  readonly declares: string;
  /** E.g. `REQUIRED`. */
  readonly requires: string;
  /** E.g. `set mfa.policy to REQUIRED`. */
  readonly advice: string;
  /** A sentence more. */
  readonly remark?: string;
};

/**
 * A verdict on what a plan requires by one word; not applicable where the plan has no such word, or says false.
 * @param asked e.g. `MFA policy`
 */
export const required =
  <Word extends keyof PlanRequirements>(
    word: Word,
    asked: string,
    verdictOn: (
      required: NonNullable<PlanRequirements[Word]>,
      declared: SeenTenant,
      plan: string,
    ) => Verdict | Shortfall,
  ) =>
  (declared: SeenTenant, { tenant }: Pick<Context, "tenant">): Verdict => {
    const { plan = "(none)" } = declared;
    const wanted = declared.require?.[word] as PlanRequirements[Word];
    if (wanted === undefined || wanted === false) return { notApplicable: `plan ${plan} requires no ${asked}` };
    const verdict = verdictOn(wanted, declared, plan);
    if (!("declares" in verdict)) return verdict;
    const { declares, requires, advice, remark } = verdict;
    const what = `${tenant} declares ${declares}, and plan ${plan} requires ${requires}`;
    return [[`${what}: ${advice} in tenants/${tenant}.yaml.`, ...(remark ? [remark] : [])].join(" ")];
  };

/** The tenant's project at OpenAI, for rules about it. */
export const withProject = <Found extends Verdict | Shortfall>(
  { openai }: SeenTenant,
  verdictOn: (project: NonNullable<NonNullable<SeenTenant["openai"]>["project"]>) => Found | Verdict,
): Found | Verdict =>
  openai?.project === undefined ? { notApplicable: "the tenant has no project at OpenAI" } : verdictOn(openai.project);
