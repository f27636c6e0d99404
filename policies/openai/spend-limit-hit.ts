import { inProject } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiSpendLimitHit = rule({
  name: "openai-spend-limit-hit",
  description: "No tenant has reached its spend limit, at which OpenAI serves it no more.",
  level: "advisory",
  severity: "high",
  controls: { aiRmf: ["MANAGE 2"] },
  remedy: "Raise openai.project.spendLimit, or talk to the customer.",
  observedTenant: (_, own, { tenant, now }) =>
    inProject(own, now, ({ spendLimit }) => {
      if (spendLimit === null) return { notApplicable: "its project has no spend limit" };
      if (spendLimit.enforcement === "inactive") return [];
      if (spendLimit.enforcement !== "enforcing")
        return [{ unknown: `whether the spend limit of ${tenant} is reached` }];
      return [
        `${tenant} has reached its spend limit of ${spendLimit.monthlyUsd} USD and is cut off: raise openai.project.spendLimit in tenants/${tenant}.yaml, or talk to the customer.`,
      ];
    }),
});
