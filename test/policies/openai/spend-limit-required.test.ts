import { describe, expect, test } from "vitest";
import { openaiSpendLimitRequired as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("as much as the plan allows passes", async () => {
    expect(
      await judged(rule, "openai: { project: { spendLimit: { monthlyUsd: 99.5 } } }\n", "spendLimitMaxUsd: 99.5"),
    ).toEqual(passes);
  });

  test("a cent more is refused", async () => {
    expect(
      await judged(rule, "openai: { project: { spendLimit: { monthlyUsd: 99.51 } } }\n", "spendLimitMaxUsd: 99.5"),
    ).toEqual({
      violations: [
        `[mandatory] openai-spend-limit-required: acme declares a spend limit of 99.51 USD a month, and plan starter requires one of at most 99.5: set openai.project.spendLimit.monthlyUsd to 99.5 or less in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("so is none", async () => {
    expect(await judged(rule, "openai: { project: {} }\n", "spendLimitMaxUsd: 100")).toEqual({
      violations: [
        `[mandatory] openai-spend-limit-required: acme declares no spend limit, and plan starter requires one of at most 100: set openai.project.spendLimit.monthlyUsd to 100 or less in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable without a project", async () => {
    expect(await judged(rule, "", "spendLimitMaxUsd: 100")).toEqual({
      violations: [],
      notApplicable: [`openai-spend-limit-required: the tenant has no project at OpenAI`],
    });
  });

  test("is not applicable where the plan requires none", async () => {
    expect(await judged(rule, "openai: { project: {} }\n")).toEqual({
      violations: [],
      notApplicable: [`openai-spend-limit-required: plan starter requires no spend limit`],
    });
  });
});
