import { describe, expect, test } from "vitest";
import { workosDomainVerifiedRequired as rule } from "../../../policies/index.ts";
import { judged, told } from "../cases.ts";
import { judged as judgedFile, passes } from "../judged.ts";

describe(rule.name, () => {
  test("enough pass", async () => {
    expect(
      await judgedFile(
        rule,
        "domains: [{ domain: a.example }, { domain: b.example, required: true }]\n",
        "verifiedDomains: 2",
      ),
    ).toEqual(passes);
  });

  test("those that are not required do not count", async () => {
    expect(
      await judgedFile(
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
    expect(await judgedFile(rule, "domains: []\n")).toEqual({
      violations: [],
      notApplicable: [`workos-domain-verified-required: plan starter requires no domains`],
    });
  });
});

describe("domain-verified-required, once domains are there", () => {
  const seen = (...domains: { state?: string; createdAt?: string }[]): string[] =>
    told(
      judged(rule, {
        require: { verifiedDomains: 1 },
        tenant: { domains: [{ domain: "a.example" }, { domain: "b.example", required: false }] },
        outputs: Object.fromEntries(
          domains.map((one, index) => [`acme/workos-organization-domain/${"ab"[index]}.example`, one]),
        ),
      }),
    ).slice(1);
  const old = "2026-11-15T11:00:00Z";

  test.each([
    ["one that is verified", [{ state: "verified", createdAt: old }], "passed"],
    ["one from before", [{ state: "legacy_verified", createdAt: old }], "passed"],
    [
      "one that is pending for a week",
      [{ state: "pending", createdAt: "2026-11-15T13:00:00Z" }],
      "not applicable: a domain is pending for at most 7 days",
    ],
    ["one that was not read", [{}], "unknown: the state of its domains"],
    ...[
      [{ state: "pending", createdAt: "2026-11-14T11:00:00Z" }],
      [{ state: "failed", createdAt: "2026-11-21T00:00:00Z" }],
      [
        { state: "failed", createdAt: old },
        { state: "verified", createdAt: old },
      ],
    ].map(
      (domains) =>
        [
          `${domains.map(({ state }) => state)}`,
          domains,
          "violation: 0 of the required domains of acme are verified, and plan starter requires 1: have the records published that `npx tenantry status acme` shows.",
        ] as const,
    ),
  ] as const)("%s", (_, domains, outcome) => {
    expect(seen(...domains)).toEqual([outcome]);
  });
});
