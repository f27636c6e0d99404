import { tenantOf } from "../../fleet/index.ts";
import type { Context, Properties } from "../places.ts";
import { rule } from "../rule.ts";
import { subjects } from "../subjects.ts";
import type { Verdict } from "../verdict.ts";

export const openaiServiceAccountNotOwner = rule({
  name: "openai-service-account-not-owner",
  description: "A service account is a member of its OpenAI project, never an owner.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.3"], iso27001: ["8.2"] },
  remedy: "Set role to member. Keys of the account lose what only owners may do.",
  // The role that OpenAI shows comes too late to stop an `up`; what is declared comes before anything is made.
  inputs: { [subjects.serviceAccount]: notOwner },
  observed: { "openai:ServiceAccount": notOwner },
});

function notOwner({ name, role }: Properties, { resource }: Pick<Context, "resource">): Verdict {
  if (role === undefined) return [{ unknown: "its role was not read" }];
  if (role !== "owner") return [];
  const tenant = tenantOf(resource);
  const where = tenant === undefined ? `on ${resource}` : `in tenants/${tenant}.yaml, openai.project.serviceAccounts`;
  return [
    `service account ${name ?? resource} has role owner, with which its keys can administer the project: ` +
      `set role to member ${where}`,
  ];
}
