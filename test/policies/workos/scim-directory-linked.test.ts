import { describe, expect, test } from "vitest";
import { workosScimDirectoryLinked as rule } from "../../../policies/index.ts";
import { judged, told } from "../cases.ts";
import { judged as judgedFile, passes } from "../judged.ts";
import { synced } from "../synced.ts";

describe(rule.name, () => {
  test("a directory that there has to be passes", async () => {
    expect(await judgedFile(rule, "scim: { required: true }\n", "scim: true")).toEqual(passes);
  });

  test("none is refused, whatever it might be", async () => {
    expect(await judgedFile(rule, "scim: { types: [workday] }\n", "scim: true")).toEqual({
      violations: [
        `[mandatory] workos-scim-directory-linked: acme declares no directory, and plan starter requires one: set scim.required to true in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where the plan requires none", async () => {
    expect(await judgedFile(rule, "")).toEqual({
      violations: [],
      notApplicable: [`workos-scim-directory-linked: plan starter requires no directory`],
    });
  });
});

describe("scim-directory-linked, where the organization is synced", () => {
  const organization = (createdAt?: string) => ({ "acme/workos-organization": { ...(createdAt && { createdAt }) } });
  const seen = (state: string | undefined, outputs = organization("2026-10-22T00:00:00Z"), required = true): string[] =>
    told(
      judged(rule, {
        tenant: { scim: { required } },
        others: synced({ directories: state === undefined ? [] : [{ name: "Okta", state }] }),
        outputs,
      }),
    ).slice(1);

  test.each<[string | undefined, string]>([
    ["linked", "passed"],
    [
      "validating",
      "violation: no directory is linked of acme, which its file requires: Okta is validating; have the customer link it, or look at it in the WorkOS dashboard.",
    ],
    [
      undefined,
      "violation: no directory is linked of acme, which its file requires: there is none; have the customer link it, or look at it in the WorkOS dashboard.",
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
