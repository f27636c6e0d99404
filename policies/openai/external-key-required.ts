import { required, withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiExternalKeyRequired = rule({
  name: "openai-external-key-required",
  description:
    "Where its plan requires it, a tenant's project declares an external key, with which OpenAI encrypts what is in it.",
  level: "mandatory",
  severity: "high",
  controls: { iso27001: ["8.24"] },
  remedy: "Name a key of openai.externalKeys of fleet.yaml in openai.project.externalKey.",
  tenant: required("externalKey", "external key", (_, inputs) =>
    withProject(inputs, ({ externalKey }) =>
      externalKey
        ? []
        : { declares: "no external key", requires: "one", advice: "name one in openai.project.externalKey" },
    ),
  ),
});
