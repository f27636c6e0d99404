import { openaiSpendLimitHit as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { projectSynced, withoutActiveProject } from "../synced.ts";

const limit = (enforcement: string | null) => ({
  others: projectSynced({ spendLimit: { monthlyUsd: 100, enforcement } }),
});

ruleCases(rule, {
  passes: { "a limit that is not reached": limit("inactive") },
  violations: {
    "one that is": {
      ...limit("enforcing"),
      says: [
        "acme has reached its spend limit of 100 USD and is cut off: raise openai.project.spendLimit in tenants/acme.yaml, or talk to the customer.",
      ],
    },
  },
  notApplicable: {
    ...withoutActiveProject.notApplicable,
    "a project without one": { others: projectSynced({}), why: "its project has no spend limit" },
  },
  unknown: {
    ...withoutActiveProject.unknown,
    "another word": { ...limit("active"), why: "whether the spend limit of acme is reached" },
    "no word": { ...limit(null), why: "whether the spend limit of acme is reached" },
  },
});
