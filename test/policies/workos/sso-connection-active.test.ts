import { describe, expect, test } from "vitest";
import { workosSsoConnectionActive as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("a connection that there has to be passes", async () => {
    expect(await judged(rule, "sso: { required: true }\n", "sso: true")).toEqual(passes);
  });

  test("so does one of ours", async () => {
    expect(
      await judged(rule, 'sso: { connection: { saml: { metadataUrl: "https://id.example" } } }\n', "sso: true"),
    ).toEqual(passes);
  });

  test("a provider alone is refused", async () => {
    expect(await judged(rule, "sso: { provider: okta }\n", "sso: true")).toEqual({
      violations: [
        `[mandatory] workos-sso-connection-active: acme declares no single sign-on, and plan starter requires it: set sso.required to true, or declare sso.connection, in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("so is a file without a word", async () => {
    expect(await judged(rule, "", "sso: true")).toEqual({
      violations: [
        `[mandatory] workos-sso-connection-active: acme declares no single sign-on, and plan starter requires it: set sso.required to true, or declare sso.connection, in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where the plan says that it need not be", async () => {
    expect(await judged(rule, "", "sso: false")).toEqual({
      violations: [],
      notApplicable: [`workos-sso-connection-active: plan starter requires no single sign-on`],
    });
  });
});
