import { openaiAdminKeyCount as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiKey, openaiSynced, unlistedOrganization } from "../synced.ts";

const keys = (...names: string[]) => ({
  others: openaiSynced({ adminKeys: names.map((name) => openaiKey({ name, expiresAt: name === "ended" ? 1 : null })) }),
});

ruleCases(rule, {
  passes: { "three keys, and one that has ended,": keys("a", "b", "c", "ended") },
  violations: {
    four: {
      ...keys("a", "b", "c", "d"),
      says: ["there are 4 admin keys (a, b, c, d), and 3 are the most: delete those that nobody needs."],
    },
  },
  unknown: unlistedOrganization,
});
