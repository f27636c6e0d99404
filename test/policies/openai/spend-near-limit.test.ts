import { openaiSpendNearLimit as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiSynced, unlistedOrganization } from "../synced.ts";

const limit = "acme/openai-project-spend-limit";
const spent = (usd: number, more: object = {}) => ({
  tenant: { openai: { project: { spendLimit: { monthlyUsd: 100 } } } },
  outputs: { [limit]: { projectId: "proj_acme" } },
  others: openaiSynced({ projects: [{ id: "proj_acme", usd }], ...more }),
});

ruleCases(rule, {
  passes: { "79 of 100 dollars": spent(79) },
  violations: {
    "80 of them": {
      ...spent(80),
      says: [
        "acme has cost 80.00 of 100 USD this month: raise its spend limit before it is reached, or talk to the customer.",
      ],
    },
    "half of them, by the setting": {
      ...spent(50),
      settings: { ratio: 0.5 },
      says: [
        "acme has cost 50.00 of 100 USD this month: raise its spend limit before it is reached, or talk to the customer.",
      ],
    },
  },
  notApplicable: {
    "an organization that is not synced": { why: "there is no OrganizationSync of OpenAI" },
    "projects without limits": { others: openaiSynced({}), why: "no project has a spend limit" },
  },
  unknown: {
    "costs that were not listed": {
      ...spent(0),
      others: unlistedOrganization["an organization that was not listed"].others,
      why: "the OpenAI organization was not listed",
    },
    "costs of another month": { ...spent(99, { month: "2026-10" }), why: "what this month has cost" },
    "a project that is not in the list": { ...spent(99, { projects: [] }), why: "what acme has cost this month" },
  },
});
