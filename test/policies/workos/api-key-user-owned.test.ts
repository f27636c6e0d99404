import { workosApiKeyUserOwned as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { synced, unsynced } from "../synced.ts";

const key = (more: object = {}) => ({ id: "k_1", name: "mine", owner: "organization", expired: false, ...more });

ruleCases(rule, {
  passes: {
    "keys of the organization": { others: synced({ apiKeys: [key(), key({ owner: "user", expired: true })] }) },
  },
  violations: {
    "one of a person": {
      others: synced({ apiKeys: [key({ owner: "user" })] }),
      says: ["acme has an API key mine that is a person's: give the program one of the organization."],
    },
  },
  notApplicable: { "an organization that is not synced": { why: unsynced } },
});
