import { withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiHostedTools = rule({
  name: "openai-hosted-tools",
  description:
    "A tenant's project has no hosted tool switched on that is not approved; what its file leaves out is not looked up.",
  level: "mandatory",
  severity: "high",
  controls: { iso27001: ["8.12"], aiRmf: ["GOVERN 6"] },
  remedy: "Set the tool to false, or name it in the setting.",
  settings: {
    allow: {
      type: "array",
      items: { type: "string" },
      description:
        "Tools that are approved, as in `hostedTools`, e.g. `fileSearch`. Without them the rule is not applicable.",
    },
  },
  tenant(declared, { tenant, settings: { allow } }) {
    if (allow === undefined) return { notApplicable: "policies.settings names no approved tools" };
    return withProject(declared, ({ hostedTools }) => {
      if (hostedTools === undefined) return { notApplicable: "the file says nothing about hosted tools" };
      return Object.entries(hostedTools)
        .filter(([tool, isOn]) => isOn && !allow.includes(tool))
        .map(
          ([tool]) =>
            `the project of ${tenant} has ${tool}, which is not approved: set it to false in tenants/${tenant}.yaml.`,
        );
    });
  },
});
