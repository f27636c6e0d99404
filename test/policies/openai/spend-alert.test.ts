import { openaiSpendAlert as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const project = (alerts: number[]) => ({
  openai: {
    project: {
      spendLimit: { monthlyUsd: 100 },
      spendAlerts: alerts.map((monthlyUsd) => ({ monthlyUsd, recipients: ["fin@ours.example"] })),
    },
  },
});

ruleCases(rule, {
  passes: {
    "an alert at 90 % of the limit": { tenant: project([90]) },
    "one to people of ours": { tenant: project([50]), settings: { domains: ["ours.example"] } },
  },
  violations: {
    none: {
      tenant: project([]),
      says: [
        "acme has 0 spend alerts at 90 USD or less, and 1 should be there: add to openai.project.spendAlerts in tenants/acme.yaml.",
      ],
    },
    "one that comes late": {
      tenant: project([91]),
      says: [
        "acme has 0 spend alerts at 90 USD or less, and 1 should be there: add to openai.project.spendAlerts in tenants/acme.yaml.",
      ],
    },
    "one to somebody else": {
      tenant: project([50]),
      settings: { domains: ["others.example"] },
      says: ["fin@ours.example is told what acme spends, and our domains are others.example."],
    },
  },
  notApplicable: {
    "a project without a limit": { tenant: { openai: { project: {} } }, why: "the project declares no spend limit" },
    "a tenant without a project": { why: "the tenant has no project at OpenAI" },
  },
});
