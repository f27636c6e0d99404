import { workosApiKeyUnused as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { synced, unsynced } from "../synced.ts";

const keys = (more: object) =>
  synced({
    apiKeys: [
      { id: "k_1", name: "sync", owner: "organization", expired: false, createdAt: "2020-01-01T00:00:00Z", ...more },
    ],
  });

ruleCases(rule, {
  passes: {
    "a key that was used 90 days ago": { others: keys({ lastUsedAt: "2026-08-24T12:00:00Z" }) },
    "one of two weeks that nobody has used yet": {
      others: keys({ createdAt: "2026-11-08T12:00:00Z", lastUsedAt: null }),
    },
    "one that has ended": { others: keys({ expired: true, lastUsedAt: null }) },
  },
  violations: {
    "one that was used before that": {
      others: keys({ lastUsedAt: "2026-08-23T12:00:00Z" }),
      says: ["API key sync of acme was last used 91 days ago, and 90 are the most: take it out."],
    },
    "one that nobody has used for longer": {
      others: keys({ createdAt: "2026-11-07T12:00:00Z", lastUsedAt: null }),
      says: ["API key sync of acme was made 15 days ago and nobody has used it, and 14 are the most: take it out."],
    },
  },
  notApplicable: { "an organization that is not synced": { why: unsynced } },
  unknown: {
    "one of which the use was not read": { others: keys({}), why: "when API key sync of acme was used" },
    "one of which the age was not read": {
      others: keys({ createdAt: null, lastUsedAt: null }),
      why: "when API key sync of acme was made, which nobody has used",
    },
  },
});
