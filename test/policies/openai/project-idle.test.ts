import { openaiProjectIdle as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiSynced, seconds, unlistedOrganization } from "../synced.ts";

const project = (more: object) => ({
  others: openaiSynced({
    projects: [
      {
        ...{ id: "proj_1", name: "Lab", status: "active", createdAt: seconds("2026-01-01T00:00:00Z"), keys: 1, usd: 0 },
        ...{ lastUsedAt: seconds("2026-09-22T00:00:00Z"), ...more },
      },
    ],
  }),
});

ruleCases(rule, {
  passes: {
    "a project that was last used 61 days ago and costs something": project({ usd: 0.01 }),
    "one that was used a day later": project({ lastUsedAt: seconds("2026-09-23T00:00:00Z") }),
    "a new one": project({ createdAt: seconds("2026-11-01T00:00:00Z"), keys: 0, lastUsedAt: null }),
    "an archived one": project({ status: "archived" }),
    "one that the setting names": { ...project({}), settings: { ignore: ["Lab"] } },
  },
  violations: {
    "one that costs nothing": {
      ...project({}),
      says: ["project Lab (proj_1) costs nothing and was last used 61 days ago: ask whether it is still needed."],
    },
    "one whose keys nobody has used": {
      ...project({ lastUsedAt: null }),
      says: [
        "project Lab (proj_1) costs nothing and was never used since it was made 325 days ago: ask whether it is still needed.",
      ],
    },
  },
  unknown: {
    ...unlistedOrganization,
    "one without keys": {
      ...project({ keys: 0, lastUsedAt: null }),
      why: "when project Lab (proj_1) was last used, which has no keys",
    },
  },
});
