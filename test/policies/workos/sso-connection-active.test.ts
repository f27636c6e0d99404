import { describe, expect, test } from "vitest";
import { workosSsoConnectionActive as rule } from "../../../policies/index.ts";
import { judged, told } from "../cases.ts";
import { judged as judgedFile, passes } from "../judged.ts";
import { synced } from "../synced.ts";

describe(rule.name, () => {
  test("a connection that there has to be passes", async () => {
    expect(await judgedFile(rule, "sso: { required: true }\n", "sso: true")).toEqual(passes);
  });

  test("so does one of ours", async () => {
    expect(
      await judgedFile(rule, 'sso: { connection: { saml: { metadataUrl: "https://id.example" } } }\n', "sso: true"),
    ).toEqual(passes);
  });

  test("a provider alone is refused", async () => {
    expect(await judgedFile(rule, "sso: { provider: okta }\n", "sso: true")).toEqual({
      violations: [
        `[mandatory] workos-sso-connection-active: acme declares no single sign-on, and plan starter requires it: set sso.required to true, or declare sso.connection, in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("so is a file without a word", async () => {
    expect(await judgedFile(rule, "", "sso: true")).toEqual({
      violations: [
        `[mandatory] workos-sso-connection-active: acme declares no single sign-on, and plan starter requires it: set sso.required to true, or declare sso.connection, in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where the plan says that it need not be", async () => {
    expect(await judgedFile(rule, "", "sso: false")).toEqual({
      violations: [],
      notApplicable: [`workos-sso-connection-active: plan starter requires no single sign-on`],
    });
  });
});

describe("sso-connection-active, where the organization is synced", () => {
  const organization = (createdAt?: string) => ({ "acme/workos-organization": { ...(createdAt && { createdAt }) } });
  const seen = (state: string | undefined, outputs = organization("2026-10-22T00:00:00Z"), required = true): string[] =>
    told(
      judged(rule, {
        tenant: { sso: { required } },
        others: synced({ connections: state === undefined ? [] : [{ name: "Okta", state }] }),
        outputs,
      }),
    ).slice(1);

  test.each<[string | undefined, string]>([
    ["active", "passed"],
    [
      "validating",
      "violation: no connection for single sign-on is active of acme, which its file requires: Okta is validating; have the customer set it up, or look at it in the WorkOS dashboard.",
    ],
    [
      undefined,
      "violation: no connection for single sign-on is active of acme, which its file requires: there is none; have the customer set it up, or look at it in the WorkOS dashboard.",
    ],
  ])("%s: %s", (state, outcome) => {
    expect(seen(state)).toEqual([outcome]);
  });

  test("is judged once the customer had time for it", () => {
    expect(seen("validating", organization("2026-10-24T00:00:00Z"))).toEqual([
      "not applicable: its organization is at most 30 days old",
    ]);
    expect(seen("validating", organization())).toEqual(["unknown: since when its organization is there"]);
  });

  test("is not applicable where the file requires none", () => {
    expect(seen("validating", undefined, false)).toEqual(["not applicable: the file requires none"]);
  });
});
