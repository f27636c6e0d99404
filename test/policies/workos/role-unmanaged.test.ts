import { workosRoleUnmanaged as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { synced, unsynced } from "../synced.ts";

const fleet = { deletionBudget: {} };
const tenant = { manage: { roles: "exclusive" as const }, roles: [{ slug: "org-a", name: "A" }] };
const others = (...slugs: string[]) => synced({ roles: slugs.map((slug) => ({ slug, permissions: [] })) });

ruleCases(rule, {
  passes: {
    "an organization with the roles of the file, and those of the environment,": {
      fleet,
      tenant,
      others: others("org-a", "admin"),
    },
  },
  violations: {
    "one with a role more": {
      fleet,
      tenant,
      others: others("org-a", "org-b"),
      says: ["acme has a role org-b that is in no file: take it in, or remove it."],
    },
  },
  notApplicable: {
    "one whose roles may be others'": { tenant: {}, others: others("org-b"), why: "its roles may be others' as well" },
    "one that is not synced": { fleet, tenant, why: unsynced },
  },
  unknown: {
    "one of which there is more to read": {
      fleet,
      tenant,
      others: synced({ roles: [{ slug: "org-b" }] }, { hasMore: true }),
      why: "not all that happened in its organization is taken in",
    },
    "one that was not looked at": {
      fleet,
      tenant,
      others: synced({}, { checkedAt: undefined }),
      why: "its organization was not looked at",
    },
  },
});
