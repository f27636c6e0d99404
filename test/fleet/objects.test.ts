import { describe, expect, test } from "vitest";
import { declareFleet, type FleetInput, fleetFrom, type TenantInput } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { fleetYaml, folder, problemsOf, tenantYaml, today } from "./sources.ts";

/** Objects in place of files: the same fields, the same checks, and no lines. */

const fleet: FleetInput = {
  environment: { name: "production", mode: "test", region: "eu" },
  defaultPlan: "starter",
  plans: { starter: {}, enterprise: { extends: "starter", require: { mfa: "REQUIRED" } } },
  resourceTypes: [{ code: "pipelines", actions: ["read", "run"] }],
};
const acme: TenantInput = { tenant: "acme", name: "acme Ltd", owner: "ops@ours.example" };
const problems = (...tenants: readonly TenantInput[]) => problemsOf(() => fleetFrom({ fleet, tenants }, today));

test("an object becomes what a file with the same fields becomes", () => {
  const more: TenantInput = {
    ...acme,
    domains: [{ domain: "Acme.example", verification: "dns" }],
    roles: [{ slug: "org-lead", name: "Lead", permissions: ["pipelines:run", "pipelines:read"] }],
    members: [{ email: "Ana@acme.example", roles: ["org-lead"], breakGlass: true }],
    openai: { project: { serviceAccounts: [{ name: "api", keys: [{ name: "main", scopes: "all" }] }] } },
  };
  const text = tenantYaml(
    "acme",
    `domains: [{ domain: Acme.example, verification: dns }]
roles: [{ slug: org-lead, name: Lead, permissions: [pipelines:run, pipelines:read] }]
members: [{ email: Ana@acme.example, roles: [org-lead], breakGlass: true }]
openai: { project: { serviceAccounts: [{ name: api, keys: [{ name: main, scopes: all }] }] } }
`,
  );
  const ofObjects = declareFleet(fleetFrom({ fleet, tenants: [more] }, today));
  const ofFiles = declareFleet(composeFleet(folder({ acme: text }, fleetYaml), [], today));
  expect(ofObjects).toEqual(ofFiles);
});

describe("what is wrong", () => {
  test("is said of all objects at once, by where it stands", () => {
    const wrong = [
      { ...acme, rolls: [] },
      {
        ...acme,
        tenant: "b",
        roles: [
          { slug: "org-a", name: "A" },
          { slug: "org-a", name: "B" },
        ],
      },
      { ...acme, tenant: "c", externalId: "acme" },
    ] as TenantInput[];
    expect(problems(...wrong)).toEqual([
      "tenants[0] (acme): rolls: unknown field, did you mean roles?",
      'tenants[1] (b): roles[1].slug: "org-a" is already in this list, in roles[0].slug',
      "tenants[1] (b): tenant: must be lower-case letters, digits and inner hyphens, 2 to 48 characters",
      'tenants[2] (c): externalId: "acme" is already the external id of another tenant, see tenants[0] (acme), tenant',
      "tenants[2] (c): tenant: must be lower-case letters, digits and inner hyphens, 2 to 48 characters",
    ]);
  });

  test.each<[string, unknown, string]>([
    ["a date", new Date(0), 'a Date: write it as text, such as "2026-11-01"'],
    ["a function", () => "x", "a function"],
    ["not a number", Number.NaN, "NaN"],
    ["a map of the language", new Map(), "a Map"],
    ["a big number", 1n, "a bigint"],
    [
      "an output",
      { __pulumiOutput: true, toJSON: () => "x", constructor: class Output {} },
      "an output, which is not known yet when files are checked",
    ],
  ])("%s is no value of a file", (_, value, what) => {
    const given =
      typeof value === "object" && value !== null && "__pulumiOutput" in value
        ? Object.assign(Object.create({}), value)
        : value;
    expect(problems({ ...acme, metadata: { x: given as string } })).toEqual([
      `tenants[0] (acme): metadata.x: must be a plain value, not ${what}`,
    ]);
  });

  test("a circle is no value either, and one object in two places is", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(problems({ ...acme, metadata: circle as Record<string, string> })).toEqual([
      "tenants[0] (acme): metadata.self: must be a plain value, not a part of itself",
    ]);
    const role = { slug: "org-a", name: "A" };
    expect(problems({ ...acme, roles: [role] }, { ...acme, tenant: "bank", roles: [role] })).toEqual([]);
  });

  test("characters that nobody sees are refused in texts and in names of fields", () => {
    expect(problems({ ...acme, name: "Ac\u0007me", metadata: { "a\u202e": "x" } })).toEqual([
      expect.stringMatching(
        /^tenants\[0\] \(acme\): metadata\.a.*: remove U\+202E.*: nobody sees such a character here$/,
      ),
      expect.stringMatching(/^tenants\[0\] \(acme\): name: remove U\+0007.*: nobody sees such a character here$/),
    ]);
  });
});

test("what looks like a secret is refused by its path, and never shown", () => {
  // Put together here, so that no scanner takes this file for a leak.
  const key = `sk_${"live"}_abcdefghijk1234`;
  const chance = `a1b2c3d4e5f6g7h8${"i9j0k1l2m3n4o5p6q7r8"}`;
  const where = (more: string) =>
    `write \${secret:NAME} where a secret is taken (connectors[].clientSecret, ${more}sso.connection.oidc.clientSecret, vault[].value) and run \`pulumi config set --secret NAME\`, ` +
    "and replace this one at its vendor if the program has it: whoever can read its history has it";
  const shape = (more = "") => `looks like a WorkOS or Stripe key, and a fleet holds no secrets: ${where(more)}`;
  const random = `looks like a secret, and a fleet holds none: ${where("")}; or, if it is the name of something, say so in its key, as in crmId or buildHash`;
  expect(
    problems(
      { ...acme, tenant: "a1", metadata: { k: key, token: chance, crmId: chance } },
      { ...acme, tenant: "a2", metadata: { [key]: "x" } },
      { ...acme, tenant: "a3", vault: [{ name: "v", value: key, context: { a: "b" } }] },
      { ...acme, tenant: key },
    ),
  ).toEqual([
    `tenants[0] (a1): metadata.k: ${shape()}`,
    `tenants[0] (a1): metadata.token: ${random}`,
    `tenants[1] (a2): metadata: ${shape()}`,
    `tenants[2] (a3): vault[0].value: ${shape()}`,
    `tenants[3]: tenant: ${shape()}`,
  ]);
  const plans = { starter: { defaults: { metadata: { k: key } } } };
  expect(problemsOf(() => fleetFrom({ fleet: { ...fleet, plans }, tenants: [] }, today))).toEqual([
    `fleet: plans.starter.defaults.metadata.k: ${shape("dataIntegrations[].clientSecret, ")}`,
  ]);
});

test("what is undefined is left out, and texts are taken in their composed form", () => {
  const { tenants } = fleetFrom({ fleet, tenants: [{ ...acme, name: "Cafe\u0301", plan: undefined as never }] }, today);
  expect(tenants).toMatchObject([{ name: "Caf\u00e9", plan: "starter" }]);
});

test("objects stand beside the files of a folder, whose tenants/ need not be there then", () => {
  const directory = "examples/fleet";
  const { tenants } = fleetFrom(
    { directory, tenants: [{ tenant: "acme", name: "Acme", plan: "starter", owner: "a@b.example" }] },
    today,
  );
  expect(tenants.map(({ tenant }) => tenant)).toEqual(["acme", "halden-bank", "meridian-freight", "pinecrest-studio"]);
  const twice = () =>
    fleetFrom({ directory, tenants: [{ tenant: "halden-bank", name: "H", plan: "starter", owner: "a@b.example" }] });
  expect(problemsOf(twice)).toEqual([
    'tenants[0] (halden-bank): tenant: "halden-bank" is already the key of another tenant, see examples/fleet/tenants/halden-bank.yaml:3',
  ]);
  const alone = { directory: "examples/database", tenants: [acme] };
  expect(fleetFrom(alone, today).tenants.map(({ tenant }) => tenant)).toEqual(["acme"]);
  expect(problemsOf(() => fleetFrom({ directory: "examples/database" }))).toEqual([
    "examples/database/tenants:1:1: can't read this folder (it does not exist)",
  ]);
});

test("without either there is nothing to make", () => {
  expect(problemsOf(() => fleetFrom({}))).toEqual(["fleet: give a directory, or a fleet as an object"]);
});

test("types know every field", () => {
  // @ts-expect-error a typing mistake
  const typo: TenantInput = { ...acme, rols: [] };
  // @ts-expect-error not one of the words
  const word: TenantInput = { ...acme, mfa: { policy: "ALWAYS" } };
  // @ts-expect-error it has to be there
  const missing: TenantInput = { tenant: "acme" };
  expect([typo, word, missing]).toHaveLength(3);
});
