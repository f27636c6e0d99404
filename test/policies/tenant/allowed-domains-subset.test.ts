import { describe, expect, test } from "vitest";
import { tenantAllowedDomainsSubset as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("the tenant's own domains pass", async () => {
    expect(
      await judged(
        rule,
        "domains: [{ domain: a.example }, { domain: B.example }]\nallowedEmailDomains: [b.example, a.example]\n",
      ),
    ).toEqual(passes);
  });

  test("each other one is refused", async () => {
    const { violations } = await judged(
      rule,
      "domains: [{ domain: a.example }]\nallowedEmailDomains: [c.example, a.example, b.example]\n",
    );
    expect(violations).toEqual(
      ["b.example", "c.example"].map(
        (domain) =>
          `[mandatory] tenant-allowed-domains-subset: acme lets in people of ${domain}, which is none of its domains: add it to domains, or take it out of allowedEmailDomains, in tenants/acme.yaml.`,
      ),
    );
  });

  test("is not applicable where none is listed", async () => {
    expect(await judged(rule, "domains: []\n")).toEqual({
      violations: [],
      notApplicable: [`tenant-allowed-domains-subset: the tenant lists no allowed e-mail domains`],
    });
  });
});
