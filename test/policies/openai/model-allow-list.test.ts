import { openaiModelAllowList as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const may = (mode: "allow_list" | "deny_list", ...models: string[]) => ({
  openai: { project: { modelPermissions: { mode, models } } },
});
const settings = { models: ["gpt-5", "gpt-5-mini"] };
const none =
  "acme declares no list of models that its project may use: set openai.project.modelPermissions in tenants/acme.yaml.";

ruleCases(rule, {
  passes: { "approved models": { tenant: may("allow_list", "gpt-5"), settings } },
  violations: {
    "a model that is not": {
      tenant: may("allow_list", "gpt-5", "o9"),
      settings,
      says: ["the project of acme may use o9, which is not approved: take it out in tenants/acme.yaml."],
    },
    "a list of what it may not use": { tenant: may("deny_list", "o9"), settings, says: [none] },
    "no list": { tenant: { openai: { project: {} } }, settings, says: [none] },
  },
  notApplicable: {
    "a fleet that approves none": { tenant: may("deny_list", "o9"), why: "policies.settings names no approved models" },
    "a tenant without a project": { settings, why: "the tenant has no project at OpenAI" },
  },
});
