import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement } from "../judge-tenant.ts";

export const tenantPasswordPolicyStrict: ResourceValidationPolicy = {
  name: "tenant-password-policy-strict",
  description:
    "A tenant whose people may sign in by password declares the password policy that its plan requires; WorkOS has one for all of them.",
  enforcementLevel: "advisory",
  severity: "low",
  validateResource: judgeRequirement("passwordPolicy", "password policy", (required, { passwordPolicy, sso }) => {
    if (sso?.required) return { notApplicable: "the tenant requires single sign-on, where nobody has a password" };
    if (passwordPolicy === required || passwordPolicy === "strict") return [];
    return {
      declares: `passwordPolicy ${passwordPolicy ?? "nothing"}`,
      requires: required,
      advice: `set passwordPolicy to ${required}`,
    };
  }),
};
