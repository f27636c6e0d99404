import { tenantOf } from "../../fleet/index.ts";
import { NO_ORGANIZATION_SYNC, onOrganization, organizationSyncIn } from "../openai-syncs.ts";
import { rule } from "../rule.ts";
import type { Found } from "../verdict.ts";

export const openaiSpendNearLimit = rule({
  name: "openai-spend-near-limit",
  description: "No tenant is close to its spend limit of this month.",
  level: "advisory",
  severity: "medium",
  controls: { aiRmf: ["MANAGE 2"] },
  remedy: "Raise openai.project.spendLimit before it is reached, or talk to the customer.",
  settings: {
    ratio: {
      type: "number",
      minimum: 0,
      maximum: 1,
      default: 0.8,
      description: "From which part of the limit on it is told.",
    },
  },
  stack(resources, { now, settings: { ratio } }) {
    const sync = organizationSyncIn(resources);
    if (sync === undefined) return { notApplicable: NO_ORGANIZATION_SYNC };
    const limits = resources.filter(({ type }) => type === "openai:ProjectSpendLimit");
    if (limits.length === 0) return { notApplicable: "no project has a spend limit" };
    return onOrganization(sync, now, ({ projects, month }) => {
      if (month !== new Date(now).toISOString().slice(0, 7)) return [{ unknown: "what this month has cost" }];
      return limits.flatMap(({ name, outputs }): Found[] => {
        const whose = tenantOf(name) ?? name;
        const usd = projects.find(({ id }) => id === outputs.projectId)?.usd;
        if (usd === undefined) return [{ unknown: `what ${whose} has cost this month` }];
        const most = Number(outputs.monthlyUsd);
        if (usd < most * ratio) return [];
        return [
          `${whose} has cost ${usd.toFixed(2)} of ${most} USD this month: raise its spend limit before it is reached, or talk to the customer.`,
        ];
      });
    });
  },
});
