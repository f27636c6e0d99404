import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeRequirement, withProject } from "../judge-tenant.ts";

export const openaiExternalKeyRequired: ResourceValidationPolicy = {
  name: "openai-external-key-required",
  description:
    "Where its plan requires it, a tenant's project declares an external key, with which OpenAI encrypts what is in it.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateResource: judgeRequirement("externalKey", "external key", (_, inputs) =>
    withProject(inputs, ({ externalKey }) =>
      externalKey
        ? []
        : { declares: "no external key", requires: "one", advice: "name one in openai.project.externalKey" },
    ),
  ),
};
