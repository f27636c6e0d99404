import { withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiSpendAlert = rule({
  name: "openai-spend-alert",
  description: "Before a project reaches its spend limit, and its customer is cut off, somebody of ours is told.",
  level: "advisory",
  severity: "medium",
  controls: { soc2: ["CC7.2"], aiRmf: ["MANAGE 2"] },
  remedy: "Add a spend alert below the limit.",
  settings: {
    minAlerts: {
      type: "integer",
      minimum: 1,
      default: 1,
      description: "How many alerts there have to be below the limit.",
    },
    maxRatio: {
      type: "number",
      minimum: 0,
      maximum: 1,
      default: 0.9,
      description: "Up to which part of the limit an alert counts.",
    },
    domains: {
      type: "array",
      items: { type: "string" },
      description: "E-mail domains that are ours. Left out: anybody may be told.",
    },
  },
  tenant(declared, { tenant, settings: { minAlerts, maxRatio, domains } }) {
    return withProject(declared, ({ spendLimit, spendAlerts = [] }) => {
      const limit = spendLimit?.monthlyUsd;
      if (limit === undefined) return { notApplicable: "the project declares no spend limit" };
      const most = limit * maxRatio;
      const inTime = spendAlerts.filter(({ monthlyUsd = Number.POSITIVE_INFINITY }) => monthlyUsd <= most);
      const strangers = spendAlerts.flatMap(({ recipients = [] }) =>
        recipients.filter((one) => one && domains && !domains.includes(one.slice(one.lastIndexOf("@") + 1))),
      );
      return [
        ...(inTime.length >= minAlerts
          ? []
          : [
              `${tenant} has ${inTime.length} spend alerts at ${most} USD or less, and ${minAlerts} should be there: add to openai.project.spendAlerts in tenants/${tenant}.yaml.`,
            ]),
        ...strangers.map((one) => `${one} is told what ${tenant} spends, and our domains are ${domains?.join(", ")}.`),
      ];
    });
  },
});
