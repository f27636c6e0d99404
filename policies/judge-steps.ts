import { tenantOf } from "../fleet/index.ts";
import type { Run } from "./judge-stack.ts";
import { type Judgement, judgement } from "./judgement.ts";
import type { Step } from "./places.ts";
import type { Rule } from "./rule.ts";
import { subjects } from "./subjects.ts";

/** What rules find of a preview's steps: of each by itself, and of all together, which are told of the fleet. */
export const judgeSteps = (rules: readonly Rule[], steps: readonly Step[], run: Run): Judgement[] =>
  rules.flatMap((rule) => {
    const { step: verdictOn, steps: verdictOnAll } = rule.places;
    const [first] = steps;
    const whole = steps.find(({ type }) => type === subjects.fleet) ?? first;
    return [
      ...(verdictOn
        ? steps.map((step) =>
            judgement(rule, { ...step, tenant: tenantIn(step) }, run, (context) => verdictOn(step, context, steps)),
          )
        : []),
      ...(verdictOnAll && whole
        ? [judgement(rule, { urn: whole.urn, name: whole.name }, run, (context) => verdictOnAll(steps, context))]
        : []),
    ];
  });

const tenantIn = ({ type, name }: Step): string | undefined => (type === subjects.tenant ? name : tenantOf(name));
