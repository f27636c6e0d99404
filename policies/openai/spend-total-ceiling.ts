import { tenantOf } from "../../fleet/index.ts";
import { rule } from "../rule.ts";

export const openaiSpendTotalCeiling = rule({
  name: "openai-spend-total-ceiling",
  description:
    "What all tenants may spend together stays below a ceiling; those without a limit are counted and named.",
  level: "advisory",
  severity: "medium",
  controls: { aiRmf: ["MANAGE 2"] },
  remedy: "Lower spend limits of tenants, or raise the ceiling.",
  settings: {
    totalUsd: { type: "number", minimum: 0, description: "US dollars a month. Without it the rule is not applicable." },
  },
  stack(resources, { settings: { totalUsd } }) {
    if (totalUsd === undefined) return { notApplicable: "policies.settings names no ceiling" };
    const limits = resources.filter(({ type }) => type === "openai:ProjectSpendLimit");
    const projects = resources.filter(({ type }) => type === "openai:Project");
    if (projects.length === 0) return { notApplicable: "no tenant has a project" };
    const sum = limits.reduce((all, { outputs }) => all + Number(outputs.monthlyUsd), 0);
    const limited = new Set(limits.map(({ name }) => tenantOf(name)));
    const unlimited = projects.flatMap(({ name }) => {
      const tenant = tenantOf(name) ?? name;
      return limited.has(tenant) ? [] : [tenant];
    });
    if (sum > totalUsd)
      return [
        `tenants may spend ${sum} USD a month together, and the ceiling is ${totalUsd}: lower some of openai.project.spendLimit.`,
      ];
    return unlimited.length === 0
      ? []
      : [
          {
            unknown: `what ${unlimited.length} tenants without a spend limit may spend: ${unlimited.sort().join(", ")}`,
          },
        ];
  },
});
