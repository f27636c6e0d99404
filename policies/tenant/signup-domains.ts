import { rule } from "../rule.ts";

export const tenantSignupDomains = rule({
  name: "tenant-signup-domains",
  description: "A tenant that declares open sign-up declares of which e-mail domains people are let in.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.2"] },
  remedy: "List allowedEmailDomains, or set allowSignups to false.",
  tenant: ({ allowSignups, allowedEmailDomains = [] }, { tenant }) => {
    if (!allowSignups) return { notApplicable: "nobody can join without an invitation" };
    if (allowedEmailDomains.length > 0) return [];
    return [
      `${tenant} declares open sign-up for anybody: list allowedEmailDomains, or set allowSignups to false, in tenants/${tenant}.yaml.`,
    ];
  },
});
