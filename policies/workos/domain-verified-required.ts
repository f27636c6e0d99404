import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement } from "../judge-tenant.ts";

export const workosDomainVerifiedRequired: ResourceValidationPolicy = {
  name: "workos-domain-verified-required",
  description:
    "A tenant declares as many required domains as its plan requires; whether they are verified at WorkOS is not judged.",
  enforcementLevel: "mandatory",
  severity: "medium",
  validateResource: judgeRequirement("verifiedDomains", "domains", (least, { domains = [] }) => {
    const required = domains.filter(({ required }) => required);
    if (required.length >= least) return [];
    return {
      declares: `${required.length} required domain${required.length === 1 ? "" : "s"}`,
      requires: `at least ${least}`,
      advice: "add to domains, or take out required: false,",
    };
  }),
};
