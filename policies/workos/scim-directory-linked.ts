import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement } from "../judge-tenant.ts";

export const workosScimDirectoryLinked: ResourceValidationPolicy = {
  name: "workos-scim-directory-linked",
  description:
    "Where its plan requires a directory, a tenant declares that there has to be one; whether it is linked at WorkOS is not judged.",
  enforcementLevel: "mandatory",
  severity: "medium",
  validateResource: judgeRequirement("scim", "directory", (_, { scim }) =>
    scim?.required ? [] : { declares: "no directory", requires: "one", advice: "set scim.required to true" },
  ),
};
