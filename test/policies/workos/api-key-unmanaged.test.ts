import { workosApiKeyUnmanaged as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { synced, unsynced } from "../synced.ts";

const fleet = { deletionBudget: {} };
const tenant = { manage: { apiKeys: "exclusive" as const }, apiKeys: [{ name: "sync", expiresInDays: 30 }] };
const key = (name: string, more: object = {}) => ({
  id: `k_${name}`,
  name,
  owner: "organization",
  expired: false,
  ...more,
});

ruleCases(rule, {
  passes: {
    "keys of the file, of people, and those that ended,": {
      fleet,
      tenant,
      others: synced({ apiKeys: [key("sync"), key("own", { owner: "user" }), key("old", { expired: true })] }),
    },
  },
  violations: {
    "a key more": {
      fleet,
      tenant,
      others: synced({ apiKeys: [key("sync"), key("mine")] }),
      says: ["acme has an API key mine that is in no file: end it, or take it in."],
    },
  },
  notApplicable: {
    "an organization whose keys may be others'": {
      others: synced({ apiKeys: [key("mine")] }),
      why: "its API keys may be others' as well",
    },
    "one that is not synced": { fleet, tenant, why: unsynced },
  },
});
