import { tenantOf } from "../../fleet/index.ts";
import { rule } from "../rule.ts";

export const openaiServiceAccountNotOwner = rule({
  name: "openai-service-account-not-owner",
  description: "A service account is a member of its OpenAI project, never an owner.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.3"], iso27001: ["8.2"] },
  remedy: "Set role to member. Keys of the account lose what only owners may do.",
  observed: {
    "openai:ServiceAccount": ({ name, role }, { resource }) => {
      if (role === undefined) return [{ unknown: "its role was not read" }];
      if (role !== "owner") return [];
      const tenant = tenantOf(resource);
      const where =
        tenant === undefined ? `on ${resource}` : `in tenants/${tenant}.yaml, openai.project.serviceAccounts`;
      return [
        `service account ${name ?? resource} has role owner, with which its keys can administer the project: ` +
          `set role to member ${where}`,
      ];
    },
  },
});
