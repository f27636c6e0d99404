import { describe, expect, test } from "vitest";
import { tenantSignupDomains as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("open sign-up for a domain passes", async () => {
    expect(await judged(rule, "allowSignups: true\nallowedEmailDomains: [acme.example]\n")).toEqual(passes);
  });

  test("open sign-up for anybody is refused", async () => {
    expect(await judged(rule, "allowSignups: true\n")).toEqual({
      violations: [
        `[mandatory] tenant-signup-domains: acme declares open sign-up for anybody: list allowedEmailDomains, or set allowSignups to false, in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where nobody can sign up", async () => {
    expect(await judged(rule, "allowSignups: false\n")).toEqual({
      violations: [],
      notApplicable: [`tenant-signup-domains: nobody can join without an invitation`],
    });
  });
});
