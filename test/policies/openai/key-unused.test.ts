import { openaiKeyUnused as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiKey, projectSynced, seconds, withoutActiveProject } from "../synced.ts";

const key = (more: object) => ({ others: projectSynced({ apiKeys: [openaiKey(more)] }) });

ruleCases(rule, {
  ...withoutActiveProject,
  passes: {
    "a key that was used 90 days before it was listed": key({ lastUsedAt: seconds("2026-08-24T00:00:00Z") }),
    "one of two weeks that nobody has used yet": key({ createdAt: seconds("2026-11-08T00:00:00Z"), lastUsedAt: null }),
    "one that has ended": key({ createdAt: 1, lastUsedAt: null, expiresAt: seconds("2026-11-22T12:00:00Z") }),
  },
  violations: {
    "one that was used before that": {
      ...key({ lastUsedAt: seconds("2026-08-23T00:00:00Z") }),
      says: ["key main of acme was last used 91 days ago, and 90 are the most: take it out."],
    },
    "one that nobody has used for longer": {
      ...key({ name: null, createdAt: seconds("2026-11-07T00:00:00Z"), lastUsedAt: null }),
      says: ["key key_1 of acme was made 15 days ago and nobody has used it, and 14 are the most: take it out."],
    },
  },
});
