import { workosSyncHealth as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { synced } from "../synced.ts";

ruleCases(rule, {
  passes: { "one that was looked at a week ago": { others: synced({}, { checkedAt: "2026-11-15T12:00:00Z" }) } },
  violations: {
    "one that was looked at before that": {
      others: synced({}, { checkedAt: "2026-11-14T11:00:00Z" }),
      says: ["sync-of-acme was last looked at 8 days ago, and 7 are the most: run `pulumi refresh`."],
    },
    "one that is held up, with more behind it": {
      others: synced({}, { blocked: { event: "event_1", type: "x", reason: "it has no id" }, hasMore: true }),
      says: [
        "sync-of-acme is held up by event event_1, it has no id: name it in skipEvents once somebody has looked.",
        "sync-of-acme has more events to read than one run takes in: run `pulumi refresh` again.",
      ],
    },
  },
  unknown: {
    "one that was not looked at": {
      others: synced({}, { checkedAt: undefined }),
      why: "when sync-of-acme was looked at",
    },
  },
});
