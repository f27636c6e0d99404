import { required, withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiDataRetention = rule({
  name: "openai-data-retention",
  description:
    "A tenant's project declares a data retention that its plan allows; what organization_default stands for is not looked up.",
  level: "mandatory",
  severity: "high",
  controls: { iso27001: ["8.10"], aiRmf: ["GOVERN 6"] },
  remedy: "Set openai.project.dataRetention to what the plan allows.",
  tenant: required("dataRetention", "data retention", (allowed, inputs) =>
    withProject(inputs, ({ dataRetention }) => {
      if (dataRetention !== undefined && allowed.includes(dataRetention)) return [];
      return {
        declares: dataRetention === undefined ? "nothing about data retention" : `data retention ${dataRetention}`,
        requires: allowed.join(" or "),
        advice: `set openai.project.dataRetention to ${allowed.length > 1 ? "one of them" : "that"}`,
      };
    }),
  ),
});
