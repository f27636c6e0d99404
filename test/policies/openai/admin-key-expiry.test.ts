import { openaiAdminKeyExpiry as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiKey, openaiSynced, seconds, unlistedOrganization } from "../synced.ts";

const key = (end: string | null) => ({
  others: openaiSynced({ adminKeys: [openaiKey({ expiresAt: end === null ? null : seconds(end) })] }),
});

ruleCases(rule, {
  passes: {
    "a key that is good for a year": key("2027-11-01T00:00:00Z"),
    "one that has ended": key("2026-11-02T00:00:00Z"),
  },
  violations: {
    "one that is good for longer": {
      ...key("2027-11-02T00:00:00Z"),
      says: ["admin key main is good for 366 days, and 365 are the most: replace it by one that ends sooner."],
    },
    "one that never ends": { ...key(null), says: ["admin key main never ends: replace it by one that does."] },
  },
  unknown: unlistedOrganization,
});
