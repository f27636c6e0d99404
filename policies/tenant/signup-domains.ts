import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeTenant } from "../judge-tenant.ts";

export const tenantSignupDomains: ResourceValidationPolicy = {
  name: "tenant-signup-domains",
  description: "A tenant that declares open sign-up declares of which e-mail domains people are let in.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateResource: judgeTenant(({ allowSignups, allowedEmailDomains = [] }, tenant) => {
    if (!allowSignups) return { notApplicable: "nobody can join without an invitation" };
    if (allowedEmailDomains.length > 0) return [];
    return [
      `${tenant} declares open sign-up for anybody: list allowedEmailDomains, or set allowSignups to false, in tenants/${tenant}.yaml.`,
    ];
  }),
};
