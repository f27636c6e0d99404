import { withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiModelAllowList = rule({
  name: "openai-model-allow-list",
  description: "A tenant's project lists the models that it may use, all of them approved.",
  level: "mandatory",
  severity: "high",
  controls: { aiRmf: ["GOVERN 1", "MAP 4"] },
  remedy: "Set modelPermissions to mode allow_list, with approved models.",
  settings: {
    models: {
      type: "array",
      items: { type: "string" },
      description: "Models that are approved. Without them the rule is not applicable.",
    },
  },
  tenant(declared, { tenant, settings: { models } }) {
    if (models === undefined) return { notApplicable: "policies.settings names no approved models" };
    return withProject(declared, ({ modelPermissions }) => {
      if (modelPermissions?.mode !== "allow_list")
        return [
          `${tenant} declares no list of models that its project may use: set openai.project.modelPermissions in tenants/${tenant}.yaml.`,
        ];
      return (modelPermissions.models ?? [])
        .filter((model) => model !== undefined && !models.includes(model))
        .map(
          (model) =>
            `the project of ${tenant} may use ${model}, which is not approved: take it out in tenants/${tenant}.yaml.`,
        );
    });
  },
});
