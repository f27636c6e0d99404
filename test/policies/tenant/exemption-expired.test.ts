import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { tenantMfaRequired as mfa, tenantExemptionExpired as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

const exemptUntil = (expires: string) =>
  `policies: { exemptions: [{ rule: tenant-mfa-required, tenant: acme, reason: one more month, owner: ciso@ours.example, expires: "${expires}" }] }\n`;

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-22T23:59:59Z") }));
afterEach(() => void vi.useRealTimers());

describe(rule.name, () => {
  test.each(["2026-11-22", "2026-12-01"])("an exemption until %s holds", async (expires) => {
    expect(await judged(rule, "", "", exemptUntil(expires))).toEqual(passes);
    expect(
      (await judged(mfa, "mfa: { policy: DISABLED }\n", "mfa: OPTIONAL", exemptUntil(expires))).violations,
    ).toEqual([
      expect.stringMatching(
        `^\\[advisory\\] tenant-mfa-required: exempt until ${expires}, by ciso@ours.example: one more month: acme declares MFA DISABLED, `,
      ),
    ]);
  });

  test("one that has ended is told, and exempts from nothing", async () => {
    expect((await judged(rule, "", "", exemptUntil("2026-11-21"))).violations).toEqual([
      "[mandatory] tenant-exemption-expired: acme was exempt from tenant-mfa-required until 2026-11-21, by ciso@ours.example: take that out of policies.exemptions in fleet.yaml, or decide anew.",
    ]);
    const ended = exemptUntil("2026-11-21");
    expect((await judged(mfa, "mfa: { policy: DISABLED }\n", "mfa: OPTIONAL", ended)).violations).toEqual([
      expect.stringMatching("^\\[mandatory\\] tenant-mfa-required: acme declares"),
    ]);
  });

  test("is not applicable to a tenant without exemptions", async () => {
    expect((await judged(rule, "")).notApplicable).toEqual([
      "tenant-exemption-expired: the tenant is exempt from no rule",
    ]);
  });
});
