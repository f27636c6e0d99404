import { describe, expect, test } from "vitest";
import { tenantPasswordPolicyStrict as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("strict passes", async () => {
    expect(await judged(rule, "passwordPolicy: strict\n", "passwordPolicy: strict")).toEqual(passes);
  });

  test("standard is enough where no more is required", async () => {
    expect(await judged(rule, "", "passwordPolicy: standard")).toEqual(passes);
  });

  test("what it is without a word is found wanting", async () => {
    expect(await judged(rule, "", "passwordPolicy: strict")).toEqual({
      violations: [
        `[advisory] tenant-password-policy-strict: acme declares passwordPolicy standard, and plan starter requires strict: set passwordPolicy to strict in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where nobody has a password", async () => {
    expect(await judged(rule, "sso: { required: true }\n", "passwordPolicy: strict")).toEqual({
      violations: [],
      notApplicable: [`tenant-password-policy-strict: the tenant requires single sign-on, where nobody has a password`],
    });
  });

  test("is applicable where single sign-on is one way among others", async () => {
    expect(await judged(rule, "sso: { provider: okta }\npasswordPolicy: strict\n", "passwordPolicy: strict")).toEqual(
      passes,
    );
  });

  test("is not applicable where the plan requires none", async () => {
    expect(await judged(rule, "")).toEqual({
      violations: [],
      notApplicable: [`tenant-password-policy-strict: plan starter requires no password policy`],
    });
  });
});
