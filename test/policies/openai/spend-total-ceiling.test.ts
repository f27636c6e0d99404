import { openaiSpendTotalCeiling as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const limited = { openai: { project: { spendLimit: { monthlyUsd: 100 } } } };

ruleCases(rule, {
  passes: { "limits that sum up to the ceiling": { tenant: limited, settings: { totalUsd: 100 } } },
  violations: {
    "limits above it": {
      tenant: limited,
      settings: { totalUsd: 99 },
      says: [
        "tenants may spend 100 USD a month together, and the ceiling is 99: lower some of openai.project.spendLimit.",
      ],
    },
  },
  notApplicable: {
    "a fleet without a ceiling": { tenant: limited, why: "policies.settings names no ceiling" },
    "one without projects": { settings: { totalUsd: 1 }, why: "no tenant has a project" },
  },
  unknown: {
    "a tenant without a limit": {
      tenant: { openai: { project: {} } },
      settings: { totalUsd: 1 },
      why: "what 1 tenants without a spend limit may spend: acme",
    },
  },
});
