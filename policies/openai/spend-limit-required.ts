import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement, withProject } from "../judge-tenant.ts";

export const openaiSpendLimitRequired: ResourceValidationPolicy = {
  name: "openai-spend-limit-required",
  description: "A tenant's project declares a spend limit, and none above what its plan allows.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateResource: judgeRequirement("spendLimitMaxUsd", "spend limit", (most, inputs) =>
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
};
