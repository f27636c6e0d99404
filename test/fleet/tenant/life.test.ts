import { describe, expect, test } from "vitest";
import { composeFleet } from "../../../fleet/load.ts";
import { complaints, declared, folder, resources, tenantProblems, tenantYaml } from "../sources.ts";

const because = "since: 2026-11-02, by: al@ours.example, reason: has not paid since June";
const suspended = (more = "") => `status: suspended\nsuspension: { ${because}${more} }\n`;
const person = "{ email: a@acme.example, roles: [member], status: active }";
const people = `members: [${person}, { email: b@acme.example, openai: member, invite: { onExpired: renew } }]\n`;
const keys = "apiKeys: [{ name: ingest, rotation: { epoch: a, overlap: 7d } }, { name: sync }]\n";
const project = "openai: { project: {} }\n";
const customer = `${people}${keys}${project}`;

describe("a suspension", () => {
  test("is shown to policies, with what becomes of keys", () => {
    expect(declared(suspended()).inputs).toMatchObject({
      status: "suspended",
      suspension: { since: "2026-11-02", by: "al@ours.example", reason: "has not paid since June", apiKeys: "keep" },
    });
    expect(declared(suspended(", apiKeys: expire")).inputs.suspension?.apiKeys).toBe("expire");
    expect(declared("").inputs.suspension).toBeUndefined();
  });

  test.each([
    ["status: suspended\n", ["5:9: status: needs suspension beside it, with since, by and reason"]],
    [
      `suspension: { ${because} }\n`,
      ["5:13: suspension: is for a tenant that is not active: take it out, or write status: suspended"],
    ],
    [
      `status: active\nsuspension: { ${because} }\n`,
      ["6:13: suspension: is for a tenant that is not active: take it out, or write status: suspended"],
    ],
    [
      "status: suspended\nsuspension: { since: Monday, reason: '  unpaid   ', apiKeys: revoke }\n",
      [
        "6:13: suspension.by: is missing",
        "6:22: suspension.since: must be a date such as 2026-11-01",
        "6:38: suspension.reason: must say why, in 10 characters or more",
        '6:62: suspension.apiKeys: "revoke" is not one of keep, expire',
      ],
    ],
    [`status: offboarding\nsuspension: { ${because} }\n`, []],
    ["status: offboarding\n", []],
  ])("of %j", (more, problems) => {
    expect(tenantProblems(tenantYaml("acme", more))).toEqual(problems);
  });

  test("belongs in the tenant's file: no plan suspends anybody", () => {
    const fleet = "schemaVersion: 1\nenvironment: { name: a, mode: test, region: eu }\n";
    const preset = `defaultPlan: basic\nplans: { basic: { defaults: { status: offboarding, suspension: {} } } }\n`;
    const refusal = "belongs in the tenant file: it can't be shared";
    expect(complaints("", fleet + preset)).toEqual([
      `fleet/fleet.yaml:4:31: plans.basic.defaults.status: ${refusal}`,
      `fleet/fleet.yaml:4:52: plans.basic.defaults.suspension: ${refusal}`,
    ]);
  });
});

/** What is declared otherwise than for the same tenant while it is active, by resource name. */
function otherwise(life: string) {
  const byName = (more: string) =>
    new Map(declared(more).resources.map(({ resourceName, ...one }) => [resourceName, one]));
  const [before, after] = [byName(customer), byName(life + customer)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const differing = names.filter((name) => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)));
  return Object.fromEntries(differing.map((name) => [name, after.get(name)?.inputs]));
}

const keptOut = {
  "acme/workos-member/a@acme.example": {
    email: "a@acme.example",
    roles: ["member"],
    status: "active",
    suspended: true,
  },
  "acme/openai-project-member/b@acme.example": {
    email: "b@acme.example",
    role: "member",
    suspended: true,
    onExpired: "renew",
  },
  "acme/openai-project-model-permissions": { mode: "allow_list", modelIds: [] },
};

describe("a tenant that is suspended", () => {
  test("has its people kept out and its models denied, and nothing else of it changes", () => {
    expect(otherwise(suspended())).toEqual(keptOut);
  });

  test("has no API keys if they are to expire, and they end at once", () => {
    expect(otherwise(suspended(", apiKeys: expire"))).toEqual({
      ...keptOut,
      "acme/workos-organization": { name: "acme Ltd", externalId: "acme" },
      "acme/workos-organization-api-key/ingest/a": undefined,
      "acme/workos-organization-api-key/sync": undefined,
    });
    const organizations = ["keep", "expire"].map((word) => declared(suspended(`, apiKeys: ${word}`)).resources[0]);
    expect(organizations.map((one) => one?.endsAtOnce)).toEqual([undefined, true]);
  });

  test("is protected as an active one is", () => {
    expect(declared(suspended() + customer).protect).toBe(true);
    const guarded = (more: string) =>
      declared(more + customer).resources.flatMap(({ resourceName, protect }) => (protect ? [resourceName] : []));
    expect(guarded(suspended())).toEqual(["acme/workos-organization", "acme/openai-project"]);
    expect(guarded("status: offboarding\n")).toEqual([]);
  });

  test("has no model denied where it has no project, and gets back what its file says of models", () => {
    expect(resources(suspended() + people.replace(/, \{ email: b.*\}/, ""))).toHaveLength(1);
    const allowing = "openai: { project: { modelPermissions: { mode: deny_list, models: [gpt-5] } } }\n";
    const modelsOf = (more: string) =>
      resources(more).find(({ type }) => type === "openai:ProjectModelPermissions")?.inputs;
    expect(modelsOf(suspended() + allowing)).toEqual({ mode: "allow_list", modelIds: [] });
    expect(modelsOf(allowing)).toEqual({ mode: "deny_list", modelIds: ["gpt-5"] });
  });
});

test("a tenant that is offboarding is kept out like one that is suspended", () => {
  expect(otherwise("status: offboarding\n")).toMatchObject(keptOut);
  expect(Object.keys(otherwise(`status: offboarding\nsuspension: { ${because}, apiKeys: expire }\n`))).toContain(
    "acme/workos-organization-api-key/sync",
  );
});

describe("what is done to a tenant is foretold", () => {
  const told = (more: string) =>
    composeFleet(folder({ acme: tenantYaml("acme", more) })).warnings.map(({ line, message }) => `${line}: ${message}`);

  test.each([
    [
      suspended() + customer,
      "5: status: suspended: members (1) are kept out, other than whom a directory manages, and open invitations revoked; nobody is let into the project, and who is in it stays; the project may use no model; API keys (2) stay as they are. status: active undoes that",
    ],
    [
      suspended(", apiKeys: expire") + keys,
      "5: status: suspended: API keys (2) end for good, and keys that were replaced before end with their overlap. status: active undoes that, and makes new keys",
    ],
    [
      `${suspended()}members: [${person}]\n`,
      "5: status: suspended: members (1) are kept out, other than whom a directory manages, and open invitations revoked. status: active undoes that",
    ],
    [suspended(), "5: status: suspended: nothing changes. status: active undoes that"],
    [
      `status: offboarding\n${project}`,
      "5: status: offboarding: the project may use no model; nothing is protected any more. status: active undoes that",
    ],
  ])("by a line with its place: %j", (more, line) => {
    expect(told(more)).toEqual([line]);
  });

  test("and nothing is said of one that is active", () => {
    expect(told(customer)).toEqual([]);
  });
});
