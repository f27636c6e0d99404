import type { ResourceValidation } from "@pulumi/policy";
import type { PlanRequirements, TenantInputs } from "../fleet/index.ts";
import { judge, type Verdict } from "./judge.ts";
import { subjects } from "./subjects.ts";

/** What policies see of a tenant. A program may leave out what the planner always fills in. */
export type SeenTenant = Partly<TenantInputs>;
type Partly<Value> = Value extends readonly (infer Item)[]
  ? readonly Partly<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]?: Partly<Value[Name]> | undefined }
    : Value;

/** A rule of a verdict on what a tenant's file declares. */
export const judgeTenant = (verdictOn: (inputs: SeenTenant, tenant: string) => Verdict): ResourceValidation =>
  judge(subjects.tenant, (inputs: SeenTenant, { name }) => {
    const tenant = inputs.tenant ?? name;
    return inputs.require === undefined ? [unseen(tenant)] : verdictOn(inputs, tenant);
  });

/** The planner always fills in `require`, with `{}` at least. Without it nothing can be judged, so nothing may pass. */
const unseen = (tenant: string): string =>
  `${tenant} shows policies no inputs: unset PULUMI_NODEJS_SKIP_COMPONENT_INPUTS, or pass \`require\` to the component.`;

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
 * A rule of what a plan requires by one word; not applicable where the plan has no such word, or says false.
 * @param asked e.g. `MFA policy`
 */
export const judgeRequirement = <Word extends keyof PlanRequirements>(
  word: Word,
  asked: string,
  verdictOn: (required: NonNullable<PlanRequirements[Word]>, inputs: SeenTenant, plan: string) => Verdict | Shortfall,
): ResourceValidation =>
  judgeTenant((inputs, tenant) => {
    const { plan = "(none)" } = inputs;
    const required = inputs.require?.[word] as PlanRequirements[Word];
    if (required === undefined || required === false) return { notApplicable: `plan ${plan} requires no ${asked}` };
    const verdict = verdictOn(required, inputs, plan);
    if (!("declares" in verdict)) return verdict;
    const { declares, requires, advice, remark } = verdict;
    const what = `${tenant} declares ${declares}, and plan ${plan} requires ${requires}`;
    return [[`${what}: ${advice} in tenants/${tenant}.yaml.`, ...(remark ? [remark] : [])].join(" ")];
  });

/** The tenant's project at OpenAI, for rules about it. */
export const withProject = <Found extends Verdict | Shortfall>(
  { openai }: SeenTenant,
  verdictOn: (project: NonNullable<NonNullable<SeenTenant["openai"]>["project"]>) => Found | Verdict,
): Found | Verdict =>
  openai?.project === undefined ? { notApplicable: "the tenant has no project at OpenAI" } : verdictOn(openai.project);
