import { describe, expect, test } from "vitest";
import { workosScimDirectoryLinked as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("a directory that there has to be passes", async () => {
    expect(await judged(rule, "scim: { required: true }\n", "scim: true")).toEqual(passes);
  });

  test("none is refused, whatever it might be", async () => {
    expect(await judged(rule, "scim: { types: [workday] }\n", "scim: true")).toEqual({
      violations: [
        `[mandatory] workos-scim-directory-linked: acme declares no directory, and plan starter requires one: set scim.required to true in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where the plan requires none", async () => {
    expect(await judged(rule, "")).toEqual({
      violations: [],
      notApplicable: [`workos-scim-directory-linked: plan starter requires no directory`],
    });
  });
});
