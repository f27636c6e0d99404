import { describe, expect, test } from "vitest";
import { composeFleet } from "../../fleet/load.ts";
import { fleetProblems, fleetYaml, folder, tenantYaml } from "./sources.ts";

const requiring = (starter: string, enterprise = ""): string =>
  fleetYaml
    .replace("starter: {}", `starter: { require: { ${starter} } }`)
    .replace("require: { mfa: REQUIRED }", `require: { ${enterprise} }`);

describe("what a plan requires", () => {
  test("holds on plans that extend it, unless they say otherwise, in one order", () => {
    const fleet = requiring(
      "sso: true, admins: { min: 2, max: 3 }, dataRetention: [zero_data_retention, none], verifiedDomains: 1",
      "sso: false, admins: { min: 1, max: 9 }, mfa: OPTIONAL",
    );
    const files = { acme: tenantYaml("acme", "plan: enterprise\n"), zoo: tenantYaml("zoo") };
    expect(composeFleet(folder(files, fleet)).tenants.map(({ require }) => require)).toEqual([
      {
        sso: false,
        admins: { min: 1, max: 9 },
        dataRetention: ["none", "zero_data_retention"],
        verifiedDomains: 1,
        mfa: "OPTIONAL",
      },
      {
        sso: true,
        admins: { min: 2, max: 3 },
        dataRetention: ["none", "zero_data_retention"],
        verifiedDomains: 1,
      },
    ]);
  });

  test.each([
    ["sesionMaxMinutes: 5", "sesionMaxMinutes: unknown field, did you mean sessionMaxMinutes?"],
    ["sessionMaxMinutes: 4", "sessionMaxMinutes: must be at least 5"],
    ["mfaGraceMaxDays: 91", "mfaGraceMaxDays: must be at most 90"],
    ["passwordPolicy: string", 'passwordPolicy: "string" is not known, did you mean strict?'],
    ["sso: required", "sso: expected true or false, found text"],
    ["verifiedDomains: 1.5", "verifiedDomains: expected a whole number, found 1.5"],
    ["admins: { min: 1 }", "admins.max: is missing"],
    ["admins: { min: 2, max: 1 }", "admins: has more at least than at most"],
    ["admins: 2", "admins: expected a map, found 2"],
    ["auditLogRetentionDays: 90", "auditLogRetentionDays: must be 30 or 365"],
    ["dataRetention: []", "dataRetention: must name one: leave it out to ask for none"],
    ["dataRetention: [zero]", expect.stringMatching(/^dataRetention\[0\]: "zero" is not one of organization_default/)],
    ["externalKey: Europe", "externalKey: expected true or false, found text"],
    ["spendLimitMaxUsd: 0", "spendLimitMaxUsd: must be 0.01 to 1000000000 US dollars"],
  ])("is refused as %s", (words, message) => {
    const found = fleetProblems(requiring(words)).map((line) => line.replace(/^5:\d+: plans\.starter\.require\./, ""));
    expect(found).toEqual([message]);
  });
});
