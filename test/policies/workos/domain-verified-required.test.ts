import { describe, expect, test } from "vitest";
import { workosDomainVerifiedRequired as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("enough pass", async () => {
    expect(
      await judged(
        rule,
        "domains: [{ domain: a.example }, { domain: b.example, required: true }]\n",
        "verifiedDomains: 2",
      ),
    ).toEqual(passes);
  });

  test("those that are not required do not count", async () => {
    expect(
      await judged(
        rule,
        "domains: [{ domain: a.example }, { domain: b.example, required: false }]\n",
        "verifiedDomains: 2",
      ),
    ).toEqual({
      violations: [
        `[mandatory] workos-domain-verified-required: acme declares 1 required domain, and plan starter requires at least 2: add to domains, or take out required: false, in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where the plan requires none", async () => {
    expect(await judged(rule, "domains: []\n")).toEqual({
      violations: [],
      notApplicable: [`workos-domain-verified-required: plan starter requires no domains`],
    });
  });
});
