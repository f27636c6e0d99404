import { required, withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiSpendLimitRequired = rule({
  name: "openai-spend-limit-required",
  description: "A tenant's project declares a spend limit, and none above what its plan allows.",
  level: "mandatory",
  severity: "high",
  controls: { aiRmf: ["GOVERN 1", "MANAGE 2"] },
  remedy: "Set openai.project.spendLimit.monthlyUsd to what the plan allows.",
  tenant: required("spendLimitMaxUsd", "spend limit", (most, inputs) =>
    withProject(inputs, ({ spendLimit }) => {
      const monthlyUsd = spendLimit?.monthlyUsd;
      if (monthlyUsd !== undefined && monthlyUsd <= most) return [];
      return {
        declares: monthlyUsd === undefined ? "no spend limit" : `a spend limit of ${monthlyUsd} USD a month`,
        requires: `one of at most ${most}`,
        advice: `set openai.project.spendLimit.monthlyUsd to ${most} or less`,
      };
    }),
  ),
});
