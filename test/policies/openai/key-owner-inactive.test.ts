import { openaiKeyOwnerInactive as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiKey, projectSynced, seconds, withoutActiveProject } from "../synced.ts";

const key = (more: object) => ({ others: projectSynced({ apiKeys: [openaiKey(more)] }) });

ruleCases(rule, {
  ...withoutActiveProject,
  passes: {
    "a key whose owner has access": key({}),
    "one that has ended": key({ ownerHasAccess: false, expiresAt: seconds("2026-11-22T12:00:00Z") }),
  },
  violations: {
    "one whose owner has none": {
      ...key({ ownerHasAccess: false }),
      says: [
        "key main of acme is there, and its owner sa_1 has no access to the project any more: delete it at OpenAI.",
      ],
    },
  },
});
