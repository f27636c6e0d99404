import { openaiKeyRotationAge as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const tenant = {
  openai: { project: { serviceAccounts: [{ name: "api", keys: [{ name: "main", scopes: ["model.request"] }] }] } },
};
const outputs = (moment: string) => ({
  "acme/openai-service-account-key/api/main": { createdAt: Date.parse(moment) / 1000 },
});

ruleCases(rule, {
  passes: {
    "a key of 90 days": { tenant, outputs: outputs("2026-08-24T12:00:00Z") },
    "an older one that the setting allows": {
      tenant,
      outputs: outputs("2026-01-01T00:00:00Z"),
      settings: { maxDays: 400 },
    },
  },
  violations: {
    "one of a day more": {
      tenant,
      outputs: outputs("2026-08-23T12:00:00Z"),
      says: ["key api/main of acme is 91 days old, and 90 are the most: replace it, as `npx tenantry rotate` does."],
    },
  },
  notApplicable: { "a tenant without keys": { why: "the tenant has no key of ours" } },
  unknown: { "one that is not made yet": { tenant, why: "when key api/main was made" } },
});
