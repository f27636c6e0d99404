import { describe, expect, test } from "vitest";
import { tenantMfaGraceCap as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("as many days as the plan allows pass", async () => {
    expect(
      await judged(
        rule,
        "mfa: { policy: REQUIRED, gracePeriodDays: 14, effectiveFrom: 2026-11-01 }\n",
        "mfaGraceMaxDays: 14",
      ),
    ).toEqual(passes);
  });

  test("a day more is refused, and so are the seven that there are without a word", async () => {
    expect(await judged(rule, "mfa: { policy: REQUIRED, effectiveFrom: 2026-11-01 }\n", "mfaGraceMaxDays: 6")).toEqual({
      violations: [
        `[mandatory] tenant-mfa-grace-cap: acme declares 7 days of grace for MFA, and plan starter requires at most 6: set mfa.gracePeriodDays to 6 or less in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where the plan has no limit", async () => {
    expect(await judged(rule, "mfa: { policy: REQUIRED, gracePeriodDays: 0 }\n")).toEqual({
      violations: [],
      notApplicable: [`tenant-mfa-grace-cap: plan starter requires no limit of days of grace`],
    });
  });

  test("is not applicable where there is nothing to set up", async () => {
    expect(await judged(rule, "mfa: { policy: ENCOURAGED, gracePeriodDays: 90 }\n", "mfaGraceMaxDays: 0")).toEqual({
      violations: [],
      notApplicable: [`tenant-mfa-grace-cap: the tenant declares no MFA as REQUIRED`],
    });
  });
});
