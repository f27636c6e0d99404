import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement } from "../judge-tenant.ts";

export const workosSsoConnectionActive: ResourceValidationPolicy = {
  name: "workos-sso-connection-active",
  description:
    "Where its plan requires single sign-on, a tenant declares a connection, or that there has to be one; whether it is active at WorkOS is not judged.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateResource: judgeRequirement("sso", "single sign-on", (_, { sso }) => {
    if (sso?.required || sso?.connection) return [];
    return {
      declares: "no single sign-on",
      requires: "it",
      advice: "set sso.required to true, or declare sso.connection,",
    };
  }),
};
