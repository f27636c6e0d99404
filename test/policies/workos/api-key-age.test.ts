import { workosApiKeyAge as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const key = { apiKeys: [{ name: "sync", expiresInDays: 365 }] };
const rotating = {
  apiKeys: [{ name: "sync", rotation: { every: "90d" as const, from: "2026-08-01", overlap: "60d" as const } }],
};
const made = (name: string, createdAt: string) => ({ [`acme/workos-organization-api-key/${name}`]: { createdAt } });

ruleCases(rule, {
  passes: {
    "a key of 180 days": { tenant: key, outputs: made("sync", "2026-05-26T12:00:00Z") },
    "one that was replaced, however old the one before is,": {
      tenant: rotating,
      outputs: {
        ...made("sync/2026-08-01", "2025-01-01T00:00:00Z"),
        ...made("sync/2026-10-30", "2026-10-30T00:00:00Z"),
      },
    },
  },
  violations: {
    "one of a day more": {
      tenant: key,
      outputs: made("sync", "2026-05-25T12:00:00Z"),
      says: ["API key sync of acme is 181 days old, and 180 are the most: replace it, as `npx tenantry rotate` does."],
    },
  },
  notApplicable: { "a tenant without keys": { why: "the tenant has no API key of ours" } },
  unknown: {
    "one that is not made yet": { tenant: key, why: "when API key sync was made" },
    "one that takes the place of an old one in this run": {
      tenant: rotating,
      outputs: made("sync/2026-08-01", "2025-01-01T00:00:00Z"),
      why: "when API key sync was made",
    },
  },
});
