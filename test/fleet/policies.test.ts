import { describe, expect, test } from "vitest";
import { declareFleet } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { fleetYaml, folder, problemsOf, tenantYaml, today } from "./sources.ts";

const withPolicies = (policies: string) => `${fleetYaml}policies: ${policies}\n`;
const files = { acme: tenantYaml("acme"), bolt: tenantYaml("bolt") };
const problems = (policies: string) =>
  problemsOf(() => composeFleet(folder(files, withPolicies(policies)), [], today)).map((line) =>
    line.replace("fleet/fleet.yaml:", ""),
  );
const exemption = (changes: Record<string, string> = {}) => {
  const fields = {
    rule: "tenant-mfa-required",
    tenant: "acme",
    reason: "one more month",
    owner: "ciso@ours.example",
    expires: '"2026-12-31"',
    ...changes,
  };
  return `{ ${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ")} }`;
};

describe("policies of fleet.yaml", () => {
  test("reach each tenant with its own exemptions, and the catalogue with none", () => {
    const text = withPolicies(
      `{ preset: strict, levels: { tenant-signup-domains: disabled }, exemptions: [${exemption()}] }`,
    );
    const { policies, catalogue, tenants } = declareFleet(composeFleet(folder(files, text), [], today));
    const shared = { preset: "strict", levels: { "tenant-signup-domains": "disabled" } };
    const own = {
      rule: "tenant-mfa-required",
      tenant: "acme",
      reason: "one more month",
      owner: "ciso@ours.example",
      expires: "2026-12-31",
    };
    expect(policies).toEqual({ ...shared, exemptions: [own] });
    expect(catalogue.inputs.policies).toEqual(shared);
    expect(tenants.map(({ inputs }) => inputs.policies)).toEqual([{ ...shared, exemptions: [own] }, shared]);
  });

  test("are nowhere if the file has none", () => {
    const { catalogue, tenants } = declareFleet(composeFleet(folder(files), [], today));
    expect([catalogue, ...tenants].filter(({ inputs }) => "policies" in inputs)).toEqual([]);
  });

  test.each([
    [
      "a rule",
      "{ levels: { tenant-mfa-requierd: advisory } }",
      "levels.tenant-mfa-requierd: unknown field, did you mean tenant-mfa-required?",
    ],
    [
      "a level",
      "{ levels: { tenant-mfa-required: mandatroy } }",
      'levels.tenant-mfa-required: "mandatroy" is not known, did you mean mandatory?',
    ],
    ["a preset", "{ preset: soc3 }", 'preset: "soc3" is not known, did you mean soc2?'],
    [
      "a rule of settings",
      "{ settings: { tenant-blast-radios: {} } }",
      "settings.tenant-blast-radios: unknown field, did you mean tenant-blast-radius?",
    ],
    [
      "a rule that has none",
      "{ settings: { tenant-mfa-downgrade: { days: 3 } } }",
      "settings.tenant-mfa-downgrade: has no settings: how strict it is stands in levels",
    ],
    [
      "no level",
      "{ levels: { tenant-mfa-required: } }",
      "levels.tenant-mfa-required: expected one of mandatory, advisory, disabled, found nothing",
    ],
    [
      "no day",
      "{ exemptions: [{ rule: tenant-mfa-required, tenant: acme, reason: one more month, owner: ciso@ours.example }] }",
      "exemptions[0].expires: is missing",
    ],
    [
      "a setting",
      "{ settings: { tenant-blast-radius: { maxTenant: 3 } } }",
      "settings.tenant-blast-radius.maxTenant: unknown field, did you mean maxTenants?",
    ],
    [
      "a value",
      "{ settings: { tenant-blast-radius: { maxTenants: many } } }",
      "settings.tenant-blast-radius.maxTenants: expected a number, found text",
    ],
    [
      "a rule that is exempted from",
      `{ exemptions: [${exemption({ rule: "mfa-required" })}] }`,
      'exemptions[0].rule: "mfa-required" is not known, did you mean tenant-mfa-required?',
    ],
    [
      "a tenant",
      `{ exemptions: [${exemption({ tenant: "acne" })}] }`,
      'exemptions[0].tenant: there is no tenant "acne", did you mean acme?',
    ],
    [
      "a reason that is none",
      `{ exemptions: [${exemption({ reason: "tbd" })}] }`,
      "exemptions[0].reason: must say why, in 10 characters or more",
    ],
    [
      "an owner",
      `{ exemptions: [${exemption({ owner: "somebody" })}] }`,
      "exemptions[0].owner: must be an e-mail address",
    ],
    [
      "a day",
      `{ exemptions: [${exemption({ expires: "soon" })}] }`,
      "exemptions[0].expires: must be a date such as 2026-11-01",
    ],
    [
      "a day that is far away",
      `{ exemptions: [${exemption({ expires: '"2027-05-22"' })}] }`,
      "exemptions[0].expires: is more than 180 days ahead: 2027-05-21 at the latest, and then decide anew",
    ],
    [
      "the rule that tells of exemptions",
      `{ exemptions: [${exemption({ rule: "tenant-exemption-expired" })}] }`,
      "exemptions[0].rule: can't be exempted from",
    ],
    [
      "the beginning of a rule",
      "{ levels: { tenant-mfa: advisory } }",
      "levels.tenant-mfa: unknown field, did you mean tenant-mfa-downgrade or tenant-mfa-grace-cap or tenant-mfa-required?",
    ],
    ...["workos-webhook-url", "openai-spend-total-ceiling", "openai-admin-key-age", "tenant-blast-radius"].map(
      (rule) => [
        `the rule ${rule}, which judges no tenant`,
        `{ exemptions: [${exemption({ rule })}] }`,
        "exemptions[0].rule: judges nothing that is one tenant's, so no tenant can be exempt from it: how strict it is stands in levels",
      ],
    ),
    [
      "the same twice",
      `{ exemptions: [${exemption()}, ${exemption()}] }`,
      "exemptions[1].rule: the same tenant is exempt from it already: keep one of them",
    ],
  ])("refuse %s, and say where", (_, policies, message) => {
    expect(problems(policies)).toEqual([expect.stringMatching(/^8:\d+: policies\./)]);
    expect(problems(policies)[0]?.replace(/^8:\d+: policies\./, "")).toContain(message);
  });

  test.each([
    ["{ levels: { openai-nothing-like-it-at-all: advisory } }", "known are openai-"],
    ["{ settings: { openai-nothing-like-it-at-all: {} } }", "known are openai-"],
    [`{ exemptions: [${exemption({ rule: "openai-nothing-like-it-at-all" })}] }`, "is not one of openai-"],
  ])("answer a rule that is like none with a few, and say where all are: %s", (policies, few) => {
    const [line = "", ...others] = problems(policies);
    expect(others).toEqual([]);
    expect(line).toContain(few);
    expect(line).toMatch(/ and \d+ more, all of which docs\/policies\.md has$/);
    expect(line.split(", ").length).toBeLessThan(8);
  });

  test.each([
    "workos-invitation-stale",
    "tenant-mfa-downgrade",
    "openai-service-account-not-owner",
    "workos-sync-health",
  ])("take an exemption from %s, which judges what is a tenant's", (rule) => {
    expect(problems(`{ exemptions: [${exemption({ rule })}] }`)).toEqual([]);
  });

  test.each(['"2027-05-21"', '"2020-01-01"'])(
    "take an exemption until %s: what has ended is for its rule to tell",
    (expires) => {
      expect(problems(`{ exemptions: [${exemption({ expires })}] }`)).toEqual([]);
    },
  );
});
