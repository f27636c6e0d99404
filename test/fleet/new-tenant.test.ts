import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  composeFleet,
  type FolderSources,
  newTenantFile,
  readFolder,
  type SourceFile,
  unfitKey,
} from "../../fleet/index.ts";
import { problemsOf, today } from "./sources.ts";

const examples = (name: string): FolderSources => readFolder(join(import.meta.dirname, "../../examples", name)).sources;
const bare = (text: string): FolderSources => ({ fleet: { path: "fleet.yaml", text }, tenants: [] });

const head = "schemaVersion: 1\nenvironment: { name: production, mode: test, region: eu }\n";
const exclusive = `${head}defaultPlan: strict
deletionBudget: {}
defaults: { owner: ops@ours.example }
plans:
  strict:
    defaults:
      manage: { domains: exclusive, roles: exclusive, members: exclusive, apiKeys: exclusive, serviceAccounts: exclusive }
      roles: [{ slug: org-a, name: A }]
  plain: {}
`;
const fleets: readonly [string, FolderSources, ...(string | undefined)[]][] = [
  ["the example", examples("fleet"), undefined, "starter", "business", "enterprise"],
  ["the portfolio", examples("portfolio"), undefined, "team", "business", "enterprise"],
  ["one with lists that are all there may be", bare(exclusive), undefined, "strict", "plain"],
];
const all = fleets.flatMap(([what, sources, ...plans]) => plans.map((plan) => [what, plan, sources] as const));

/** What is wrong with the fleet that has this file as well. */
const problems = (sources: FolderSources, text: string): string[] => {
  const added = { path: (sources.fleet?.path ?? "").replace("fleet.yaml", "tenants/acme.yaml"), text };
  return problemsOf(() => composeFleet({ ...sources, tenants: [...sources.tenants, added] }, [], today));
};

const COMMENTED = /^# (?=[A-Za-z]+: )/;

describe.each(all)("a new tenant of %s on plan %s", (_what, plan, sources) => {
  const text = newTenantFile(sources.fleet as SourceFile, { tenant: "acme", plan }, today);
  const lines = text.split("\n");
  const commented = lines.flatMap((line, index) => (COMMENTED.test(line) && index > 0 ? [index] : []));
  const without = (indexes: readonly number[]): string =>
    lines.map((line, index) => (indexes.includes(index) ? line.replace(COMMENTED, "") : line)).join("\n");

  test("has no problems", () => {
    expect(problems(sources, text)).toEqual([]);
  });

  test("nor when any of its comments is taken away, or all are", () => {
    expect(commented.length).toBeGreaterThan(4);
    // The fleet's other tenants have a say in the end: read each time, they would be all that this takes.
    const alone = { ...sources, tenants: [] };
    for (const index of commented) expect(problems(alone, without([index])), lines[index]).toEqual([]);
    expect(problems(sources, without(commented))).toEqual([]);
    // A field that is commented out is one that the file does not have, or the second would be a problem.
    expect(without(commented).match(/^[A-Za-z]+: /gm)?.length).toBeGreaterThan(10);
  });
});

test("a file says what it has to say, and no more", () => {
  const fleet = examples("fleet").fleet as SourceFile;
  expect(newTenantFile(fleet, { tenant: "acme-labs", plan: "enterprise", owner: "a@ours.example" }, today)).toBe(`\
# yaml-language-server: $schema=../node_modules/tenantry/schemas/tenant.schema.json
schemaVersion: 1
tenant: acme-labs
name: Acme Labs
plan: enterprise
owner: a@ours.example
mfa: { effectiveFrom: ${today} }

# Worth filling in: take the # away. What a file leaves out stays as it is at the vendors.
# domains: [{ domain: acme-labs.example, verification: dns }]    # \`npx tenantry status\` has the DNS record that proves it
# members: [{ email: admin@acme-labs.example, roles: [member] }] # who is in the organization; each is invited
# itContacts: [{ email: it@acme-labs.example, invite: [sso] }]   # is sent a link to set up single sign-on
# sso: { required: true, provider: okta }                        # declared, for policies; the customer sets it up
# apiKeys: [{ name: main, expiresInDays: 365 }]                  # with which their programs use our product
# openai: { project: { spendLimit: { monthlyUsd: 100 } } }       # their project at OpenAI
# stripeCustomerId: cus_1234567890                               # their id at Stripe
# metadata: { segment: retail }                                  # your own notes at WorkOS
`);
});

test("lists that are all there may be are written as none", () => {
  const text = newTenantFile({ path: "fleet.yaml", text: exclusive }, { tenant: "acme" }, today);
  const none = text.split("\n").filter((line) => line.endsWith(" # none; its plan says that there may be no others"));
  expect(none.map((line) => line.split(" #")[0])).toEqual([
    "domains: []",
    "members: []",
    "apiKeys: []",
    "openai: { project: { serviceAccounts: [] } }",
  ]);
});

test.each([
  ["", "../node_modules/tenantry/schemas/tenant.schema.json"],
  ["# yaml-language-server: $schema=fleet.schema.json\n", "../tenant.schema.json"],
  ["# yaml-language-server: $schema=editor/schemas/fleet.schema.json\r\n", "../editor/schemas/tenant.schema.json"],
  ["# yaml-language-server: $schema=../../fleet.schema.json\n", "../../../tenant.schema.json"],
  [
    "# yaml-language-server: $schema=https://ours.example/v1/fleet.schema.json\n",
    "https://ours.example/v1/tenant.schema.json",
  ],
  ["# yaml-language-server: $schema=/etc/fleet.schema.json\n", "/etc/tenant.schema.json"],
])("its schema is where that of fleet.yaml is: %j", (line, schema) => {
  const [first] = newTenantFile({ path: "fleet.yaml", text: line + head }, { tenant: "acme" }, today).split("\n");
  expect(first).toBe(`# yaml-language-server: $schema=${schema}`);
});

test("a name is what was given, however it is spelt", () => {
  const sources = bare(`${head}defaultPlan: basic\nplans: { basic: {} }\ndefaults: { owner: a@ours.example }\n`);
  for (const name of ["[ Acme ]: #1", "'", "- a", "1", "null", "Größe & Söhne", "株式会社", "a: { b ]"]) {
    const text = newTenantFile(sources.fleet as SourceFile, { tenant: "acme", name }, today);
    const added = { path: "tenants/acme.yaml", text };
    expect(composeFleet({ ...sources, tenants: [added] }, [], today).tenants.map((one) => one.name)).toEqual([name]);
  }
});

test("a key that no tenant can have is known before there is a file", () => {
  expect(unfitKey("acme-2")).toBeUndefined();
  for (const key of ["../acme", "a", "Acme", "acme-", "a".repeat(49), ""])
    expect(unfitKey(key), key).toBe("must be lower-case letters, digits and inner hyphens, 2 to 48 characters");
  expect(unfitKey("catalogue")).toBe('"catalogue" is reserved: resources that all tenants share are called so');
});
