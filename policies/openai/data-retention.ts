import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement, withProject } from "../judge-tenant.ts";

export const openaiDataRetention: ResourceValidationPolicy = {
  name: "openai-data-retention",
  description:
    "A tenant's project declares a data retention that its plan allows; what organization_default stands for is not looked up.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateResource: judgeRequirement("dataRetention", "data retention", (allowed, inputs) =>
    withProject(inputs, ({ dataRetention }) => {
      if (dataRetention !== undefined && allowed.includes(dataRetention)) return [];
      return {
        declares: dataRetention === undefined ? "nothing about data retention" : `data retention ${dataRetention}`,
        requires: allowed.join(" or "),
        advice: `set openai.project.dataRetention to ${allowed.length > 1 ? "one of them" : "that"}`,
      };
    }),
  ),
};
