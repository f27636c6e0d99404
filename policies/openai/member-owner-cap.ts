import { withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiMemberOwnerCap = rule({
  name: "openai-member-owner-cap",
  description: "Few of a tenant's members own its project: owners can invite others and make keys.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.3"], iso27001: ["8.2"] },
  remedy: "Set openai to member for some of them.",
  settings: { max: { type: "integer", minimum: 0, default: 2, description: "How many owners a file may declare." } },
  tenant: (declared, { tenant, settings: { max } }) =>
    withProject(declared, () => {
      const owners = (declared.members ?? []).filter(({ openai }) => openai === "owner").map(({ email }) => email);
      if (owners.length <= max) return [];
      return [
        `${tenant} declares ${owners.length} owners of its project (${owners.join(", ")}), and ${max} are the most: set openai to member for some in tenants/${tenant}.yaml.`,
      ];
    }),
});
