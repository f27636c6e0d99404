import { describe, expect, test } from "vitest";
import { openaiDataRetention as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("one of those that the plan allows passes", async () => {
    expect(
      await judged(
        rule,
        "openai: { project: { dataRetention: none } }\n",
        "dataRetention: [zero_data_retention, none]",
      ),
    ).toEqual(passes);
  });

  test("another one is refused", async () => {
    expect(
      await judged(rule, "openai: { project: { dataRetention: none } }\n", "dataRetention: [zero_data_retention]"),
    ).toEqual({
      violations: [
        `[mandatory] openai-data-retention: acme declares data retention none, and plan starter requires zero_data_retention: set openai.project.dataRetention to that in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("a file that says nothing is refused: what OpenAI has is not looked up", async () => {
    expect(
      await judged(
        rule,
        "openai: { project: {} }\n",
        "dataRetention: [zero_data_retention, modified_abuse_monitoring]",
      ),
    ).toEqual({
      violations: [
        `[mandatory] openai-data-retention: acme declares nothing about data retention, and plan starter requires modified_abuse_monitoring or zero_data_retention: set openai.project.dataRetention to one of them in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable without a project", async () => {
    expect(await judged(rule, "", "dataRetention: [none]")).toEqual({
      violations: [],
      notApplicable: [`openai-data-retention: the tenant has no project at OpenAI`],
    });
  });

  test("is not applicable where the plan requires none", async () => {
    expect(await judged(rule, "openai: { project: {} }\n")).toEqual({
      violations: [],
      notApplicable: [`openai-data-retention: plan starter requires no data retention`],
    });
  });
});
