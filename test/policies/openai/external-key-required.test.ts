import { describe, expect, test } from "vitest";
import { openaiExternalKeyRequired as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("the id of a key passes", async () => {
    expect(await judged(rule, "openai: { project: { externalKeyId: key_1 } }\n", "externalKey: true")).toEqual(passes);
  });

  test("so does its name", async () => {
    expect(
      await judged(
        rule,
        "openai: { project: { externalKey: Ours } }\n",
        "externalKey: true",
        "openai: { externalKeys: [{ name: Ours, purpose: ekm, aws: { externalId: org-1, kmsArn: a, roleArn: b } }] }\n",
      ),
    ).toEqual(passes);
  });

  test("null is none, and refused", async () => {
    expect(await judged(rule, "openai: { project: { externalKeyId: null } }\n", "externalKey: true")).toEqual({
      violations: [
        `[mandatory] openai-external-key-required: acme declares no external key, and plan starter requires one: name one in openai.project.externalKey in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable without a project", async () => {
    expect(await judged(rule, "", "externalKey: true")).toEqual({
      violations: [],
      notApplicable: [`openai-external-key-required: the tenant has no project at OpenAI`],
    });
  });

  test("is not applicable where the plan says that there need not be one", async () => {
    expect(await judged(rule, "openai: { project: {} }\n", "externalKey: false")).toEqual({
      violations: [],
      notApplicable: [`openai-external-key-required: plan starter requires no external key`],
    });
  });
});
