import { openaiProjectUnmanaged as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiSynced, unlistedOrganization } from "../synced.ts";

const row = (more: object) => ({ id: "proj_1", name: "Lab", status: "active", createdAt: 7, ...more });
const projects = (...all: object[]) => openaiSynced({ projects: all });
const made = ["openai:Project", { name: "Lab", createdAt: 7 }] as const;

ruleCases(rule, {
  passes: {
    "a project of a tenant, archived ones and the default one": {
      others: projects(
        row({ id: "proj_acme" }),
        row({ status: "archived" }),
        row({ name: "Default project", createdAt: 1 }),
      ),
    },
    "one of a program": { others: { ...projects(row({})), lab: made } },
    "one that the setting names": { others: projects(row({})), settings: { ignore: ["proj_1"] } },
  },
  violations: {
    "one that nobody here knows": {
      others: { ...projects(row({ createdAt: 8 })), lab: made },
      says: ["project Lab (proj_1) is not this stack's: declare it, archive it, or ignore it."],
    },
  },
  notApplicable: { "an organization that is not synced": { why: "there is no OrganizationSync of OpenAI" } },
  unknown: unlistedOrganization,
});
