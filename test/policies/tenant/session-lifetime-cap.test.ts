import { describe, expect, test } from "vitest";
import { tenantSessionLifetimeCap as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("as long as the plan allows passes", async () => {
    expect(await judged(rule, "session: { lifetimeMinutes: 60 }\n", "sessionMaxMinutes: 60")).toEqual(passes);
  });

  test("longer is refused", async () => {
    expect(await judged(rule, "session: { lifetimeMinutes: 61 }\n", "sessionMaxMinutes: 60")).toEqual({
      violations: [
        `[mandatory] tenant-session-lifetime-cap: acme declares sessions of 61 minutes, and plan starter requires at most 60: set session.lifetimeMinutes to 60 or less in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("so is what a session is without a word", async () => {
    expect(await judged(rule, "", "sessionMaxMinutes: 479")).toEqual({
      violations: [
        `[mandatory] tenant-session-lifetime-cap: acme declares sessions of 480 minutes, and plan starter requires at most 479: set session.lifetimeMinutes to 479 or less in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where the plan has no limit", async () => {
    expect(await judged(rule, "session: { lifetimeMinutes: 43200 }\n")).toEqual({
      violations: [],
      notApplicable: [`tenant-session-lifetime-cap: plan starter requires no limit of sessions`],
    });
  });
});
