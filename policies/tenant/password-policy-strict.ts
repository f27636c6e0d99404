import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const tenantPasswordPolicyStrict = rule({
  name: "tenant-password-policy-strict",
  description:
    "A tenant whose people may sign in by password declares the password policy that its plan requires; WorkOS has one for all of them.",
  level: "advisory",
  severity: "low",
  controls: { iso27001: ["5.17"] },
  remedy: "Set passwordPolicy to what the plan requires, or require single sign-on.",
  tenant: required("passwordPolicy", "password policy", (required, { passwordPolicy, sso }) => {
    if (sso?.required) return { notApplicable: "the tenant requires single sign-on, where nobody has a password" };
    if (passwordPolicy === required || passwordPolicy === "strict") return [];
    return {
      declares: `passwordPolicy ${passwordPolicy ?? "nothing"}`,
      requires: required,
      advice: `set passwordPolicy to ${required}`,
    };
  }),
});
