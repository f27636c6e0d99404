import type { ResourceValidationPolicy } from "@pulumi/policy";
import { tenantOf } from "../../fleet/resource-names.ts";
import { judge, type Verdict } from "../judge.ts";
import { subjects } from "../subjects.ts";

export const openaiServiceAccountNotOwner: ResourceValidationPolicy = {
  name: "openai-service-account-not-owner",
  description: "A service account is a member of its OpenAI project, never an owner.",
  enforcementLevel: "mandatory",
  severity: "high",
  // Judged by the input, which preview knows: the role read back from OpenAI comes too late to stop anything.
  validateResource: judge(
    subjects.serviceAccount,
    ({ name, role }: { name?: string; role?: string }, resource): Verdict => {
      if (role !== "owner") return [];
      const tenant = tenantOf(resource.name);
      const where =
        tenant === undefined ? `on ${resource.name}` : `in tenants/${tenant}.yaml, openai.project.serviceAccounts`;
      return [
        `service account ${name ?? resource.name} has role owner, with which its keys can administer the project: ` +
          `set role to member ${where}`,
      ];
    },
  ),
};
