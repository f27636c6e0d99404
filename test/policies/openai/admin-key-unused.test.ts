import { openaiAdminKeyUnused as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiKey, openaiSynced, seconds, unlistedOrganization } from "../synced.ts";

const key = (more: object) => ({ others: openaiSynced({ adminKeys: [openaiKey(more)] }) });

ruleCases(rule, {
  passes: {
    "a key that was used 90 days before it was listed": key({ lastUsedAt: seconds("2026-08-24T00:00:00Z") }),
    "one that has ended": key({ lastUsedAt: 1, expiresAt: 1 }),
  },
  violations: {
    "one that was used before that": {
      ...key({ lastUsedAt: seconds("2026-08-23T00:00:00Z") }),
      says: ["admin key main was last used 91 days ago, and 90 are the most: take it out."],
    },
  },
  unknown: {
    ...unlistedOrganization,
    "one without a last use": { ...key({ lastUsedAt: null }), why: "whether anybody has used admin key main" },
  },
});
