import { describe, expect, test } from "vitest";
import { mfaLadder } from "../../../fleet/index.ts";
import { tenantMfaDowngrade as rule } from "../../../policies/index.ts";
import { judgeChanges } from "../../../policies/testing.ts";
import { now, told } from "../cases.ts";
import { ofResource, ofTenant } from "../steps.ts";

const changed = (old: object, mfa: object, policies = {}) =>
  told(judgeChanges([rule], [ofTenant("acme", "update", { mfa: old }, { mfa })], { now, policies }));

describe(rule.name, () => {
  test.each(mfaLadder.flatMap((was, from) => mfaLadder.map((is, to) => [was, is, to < from] as const)))(
    "from %s to %s is a violation: %s",
    (was, is, isWeaker) => {
      expect(changed({ policy: was }, { policy: is })).toEqual([
        isWeaker ? `violation: acme declares MFA ${is}, and declared ${was} before.` : "passed",
      ]);
    },
  );

  const required = (effectiveFrom: string, gracePeriodDays: number) => ({
    ...{ policy: "REQUIRED", effectiveFrom, gracePeriodDays },
  });
  test.each([
    ["a longer grace", required("2026-11-01", 7), required("2026-11-01", 14), "2026-11-15", "2026-11-08"],
    ["a later day", required("2026-11-01", 7), required("2026-12-01", 7), "2026-12-08", "2026-11-08"],
  ])("%s is a violation", (_, was, is, later, sooner) => {
    expect(changed(was, is)).toEqual([
      `violation: acme asks for MFA of everybody from ${later} on, and did so from ${sooner} on before.`,
    ]);
  });

  test("a later day with less grace, which comes to the same, passes", () => {
    expect(changed(required("2026-11-01", 14), required("2026-11-08", 7))).toEqual(["passed"]);
  });

  test("a tenant that is exempt may", () => {
    const exemption = { rule: rule.name, tenant: "acme", reason: "one more month", owner: "al@ours.example" };
    const exemptions = [{ ...exemption, expires: "2026-12-31" }] as never;
    expect(changed({ policy: "REQUIRED" }, { policy: "OPTIONAL" }, { exemptions })).toEqual([
      "exempt: acme declares MFA OPTIONAL, and declared REQUIRED before.",
    ]);
  });

  test("is not applicable to new tenants, to those that go, and to what is no tenant", () => {
    const mfa = { mfa: { policy: "REQUIRED" } };
    const steps = [
      ofTenant("new", "create", undefined, mfa),
      ofTenant("old", "delete", mfa),
      ofResource("workos:Member", "acme/workos-member/a", "update"),
    ];
    expect(told(judgeChanges([rule], steps))).toEqual([
      "not applicable: there is no declaration before, or none after",
      "not applicable: there is no declaration before, or none after",
      "not applicable: it is no tenant",
    ]);
  });
});
