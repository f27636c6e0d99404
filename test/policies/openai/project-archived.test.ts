import { openaiProjectArchived as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { projectSynced, withoutProjectSync } from "../synced.ts";

const project = (status: string | null) => ({ others: projectSynced({ project: { id: "proj_1", status } }) });

ruleCases(rule, {
  ...withoutProjectSync,
  passes: { "an active project": project("active") },
  violations: {
    "an archived one": {
      ...project("archived"),
      says: ["the project of acme, proj_1, is archived, and its keys work no more: find out who did it."],
    },
    "one that is not there any more": {
      others: projectSynced({ project: null }),
      says: ["the project of acme is not there any more: find out who took it."],
    },
  },
  unknown: {
    ...withoutProjectSync.unknown,
    "one of which OpenAI does not say": { ...project(null), why: "whether proj_1 is active" },
  },
});
