import { openaiKeyUnmanaged as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiKey, projectSynced, withoutActiveProject } from "../synced.ts";

const declared = {
  fleet: { deletionBudget: {} },
  tenant: {
    manage: { serviceAccounts: "exclusive" as const },
    openai: {
      project: { serviceAccounts: [{ name: "api", keys: [{ name: "main", scopes: ["model.request" as const] }] }] },
    },
  },
  outputs: { "acme/openai-service-account-key/api/main": { serviceAccountId: "sa_1", createdAt: 5 } },
};
const ours = openaiKey({ createdAt: 5 });
const keys = (...all: object[]) => ({ ...declared, others: projectSynced({ apiKeys: all }) });

ruleCases(rule, {
  passes: {
    "the key of the file, and one of a person,": keys(ours, openaiKey({ ownerType: "user", ownerId: "user_1" })),
  },
  violations: {
    "one more, of the same name or another account": {
      ...keys(ours, openaiKey({ id: "key_2", createdAt: 6 }), openaiKey({ name: null, createdAt: 5, ownerId: "sa_2" })),
      says: [
        "acme has a key main of service account sa_1 that is in no file: find out who uses it, and delete it at OpenAI.",
        "acme has a key key_1 of service account sa_2 that is in no file: find out who uses it, and delete it at OpenAI.",
      ],
    },
  },
  notApplicable: {
    "accounts that may be others'": { others: keys().others, why: "its service accounts may be others' as well" },
    "a project that is not synced": { ...declared, why: "there is no ProjectSync of its project" },
  },
  unknown: {
    "one that was not listed": {
      ...declared,
      others: projectSynced({}, { listedAt: undefined }),
      why: withoutActiveProject.unknown["one that was not listed"].why,
    },
  },
});
