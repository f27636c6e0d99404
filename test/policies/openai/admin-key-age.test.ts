import { openaiAdminKeyAge as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiKey, openaiSynced, seconds, unlistedOrganization } from "../synced.ts";

const key = (moment: string, more: object = {}) => ({
  others: openaiSynced({ adminKeys: [openaiKey({ createdAt: seconds(moment), ...more })] }),
});

ruleCases(rule, {
  passes: {
    "a key of 90 days": key("2026-08-24T12:00:00Z"),
    "an older one that has ended": key("2020-01-01T00:00:00Z", { expiresAt: 1 }),
  },
  violations: {
    "one of a day more": {
      ...key("2026-08-23T12:00:00Z"),
      says: ["admin key main is 91 days old, and 90 are the most: replace it."],
    },
  },
  unknown: unlistedOrganization,
});
