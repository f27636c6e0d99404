import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadFleet } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { harm } from "../harness/hostile-text.ts";
import { asYaml } from "./any-fleet.ts";
import { fleetProblems, fleetYaml, folder, problemsOf, resources, tenantProblems, tenantYaml } from "./sources.ts";

const acme = (more: string) => tenantProblems(tenantYaml("acme", more));

describe("a tenant is put together", () => {
  const fleet = `${fleetYaml.replace("starter: {}", "starter: { defaults: { mfa: { policy: ENCOURAGED, gracePeriodDays: 3 } } }")}
defaults: { owner: all@ours.example, mfa: { policy: OPTIONAL }, metadata: { source: fleet } }
`;

  test("from fleet defaults, its plan's chain and its own file, in this order", () => {
    const text = "schemaVersion: 1\ntenant: acme\nname: Acme\nplan: enterprise\nmfa: { gracePeriodDays: 0 }\n";
    expect(composeFleet(folder({ acme: text }, fleet)).tenants).toEqual([
      {
        schemaVersion: 1,
        tenant: "acme",
        name: "Acme",
        plan: "enterprise",
        owner: "all@ours.example",
        mfa: { policy: "ENCOURAGED", gracePeriodDays: 0 },
        metadata: { source: "fleet" },
        require: { mfa: "REQUIRED" },
      },
    ]);
  });

  test("on the default plan when it names none", () => {
    const [tenant] = composeFleet(folder({ acme: tenantYaml("acme") })).tenants;
    expect(tenant).toMatchObject({ plan: "starter", require: {} });
  });

  test("with e-mails and domains in their one spelling", () => {
    const text = tenantYaml(
      "acme",
      "domains: [{ domain: ' ACME.example' }]\nmembers: [{ email: Ana@Acme.example, roles: [member] }]\n",
    );
    expect(composeFleet(folder({ acme: text })).tenants[0]).toMatchObject({
      domains: [{ domain: "acme.example" }],
      members: [{ email: "ana@acme.example" }],
    });
  });

  test("without anything that no file mentions", () => {
    expect(Object.keys(composeFleet(folder({ acme: tenantYaml("acme") })).tenants[0] ?? {}).sort()).toEqual([
      "name",
      "owner",
      "plan",
      "require",
      "schemaVersion",
      "tenant",
    ]);
  });

  test("keeping null, which clears, and [], which is none", () => {
    const text = tenantYaml(
      "acme",
      "roles: [{ slug: org-a, name: A, description: null, permissions: [] }]\ndomains: []\n",
    );
    expect(composeFleet(folder({ acme: text })).tenants[0]).toMatchObject({
      roles: [{ slug: "org-a", name: "A", description: null, permissions: [] }],
      domains: [],
    });
  });
});

describe("fields", () => {
  test("that don't exist are refused where they stand, with the nearest name", () => {
    expect(acme("plann: starter\nroles: [{ slug: org-a, nmae: A, name: A }]\n")).toEqual([
      "5:1: plann: unknown field, did you mean plan?",
      "6:24: roles[0].nmae: unknown field, did you mean name?",
    ]);
  });

  test("that resemble nothing are answered with the known ones, and none that is refused", () => {
    expect(acme("mfa: { zzzzzz: 1 }\n")).toEqual([
      "5:8: mfa.zzzzzz: unknown field; known are policy, gracePeriodDays, effectiveFrom",
    ]);
    expect(acme("zzzzzz: 1\n")[0]).not.toMatch(/webhooks/);
  });

  test.each([
    [
      "openai: { project: { serviceAccounts: [{ name: a, role: none }] } }",
      'openai.project.serviceAccounts[0].role: "none" is not supported yet',
    ],
    ["webhooks: []", "webhooks: belongs in fleet.yaml, for webhook endpoints serve every organization"],
  ])("that come later, further down: %s", (text, message) => {
    expect(acme(`${text}\n`)).toEqual([expect.stringMatching(/^5:\d+: /)]);
    expect(acme(`${text}\n`)[0]?.replace(/^5:\d+: /, "")).toBe(message);
  });

  test("that are required are reported missing, at the file or item that lacks them", () => {
    expect(tenantProblems("tenant: acme\nroles:\n  - slug: org-a\n")).toEqual([
      "1:1: name: is missing",
      "1:1: owner: is missing: no plan names one either",
      "1:1: schemaVersion: is missing",
      "3:5: roles[0].name: is missing",
    ]);
  });
});

describe("values", () => {
  test.each([
    ["roles: admin", "roles: expected a list, found text"],
    ["roles: { slug: org-a }", "roles: expected a list, found a map"],
    ["roles:", "roles: expected a list, found nothing: write [] for none, or remove the line to leave it unmanaged"],
    ["mfa: [REQUIRED]", "mfa: expected a map, found a list"],
    ["mfa:", "mfa: expected a map, found nothing: fill it in, or remove the line to leave it unmanaged"],
    ["externalId: 7", "externalId: expected text, found 7: put it in quotes"],
    ["metadata: { vip: true }", "metadata.vip: expected text, found true: put it in quotes"],
    [
      "allowProfilesOutsideOrganization: yes",
      "allowProfilesOutsideOrganization: expected true or false, found text: write true",
    ],
    [
      "allowProfilesOutsideOrganization: Off",
      "allowProfilesOutsideOrganization: expected true or false, found text: write false",
    ],
    ["allowProfilesOutsideOrganization: maybe", "allowProfilesOutsideOrganization: expected true or false, found text"],
    ["externalId: 0777", "externalId: expected text, found 777, which is what YAML makes of 0777: put it in quotes"],
    ["externalId: 1e3", "externalId: expected text, found 1000, which is what YAML makes of 1e3: put it in quotes"],
    ["externalId: 0x1F", "externalId: expected text, found 31, which is what YAML makes of 0x1F: put it in quotes"],
    [
      "externalId: -.inf",
      "externalId: expected text, found -Infinity, which is what YAML makes of -.inf: put it in quotes",
    ],
    [
      "metadata: { a: True }",
      "metadata.a: expected text, found true, which is what YAML makes of True: put it in quotes",
    ],
    [
      "openai: { project: { name: Null } }",
      "openai.project.name: expected text, found nothing, which Null means in YAML: put it in quotes if it is meant as a word, or remove the line to leave it unmanaged",
    ],
    ['mfa: { gracePeriodDays: "5" }', "mfa.gracePeriodDays: expected a number, found text: write it without quotes"],
    ["mfa: { gracePeriodDays: 1.5 }", "mfa.gracePeriodDays: expected a whole number, found 1.5"],
    ["mfa: { gracePeriodDays: 91 }", "mfa.gracePeriodDays: must be at most 90"],
    ["mfa: { gracePeriodDays: -1 }", "mfa.gracePeriodDays: must be at least 0"],
    ["mfa: { effectiveFrom: 2026-02-30 }", "mfa.effectiveFrom: must be a date such as 2026-11-01"],
    ["mfa: { policy: Required }", 'mfa.policy: "Required" is not known, did you mean REQUIRED?'],
    ["mfa: { policy: sometimes }", 'mfa.policy: "sometimes" is not one of DISABLED, OPTIONAL, ENCOURAGED, REQUIRED'],
    ["stripeCustomerId: acct_1", "stripeCustomerId: must be a Stripe customer id, cus_…"],
    [
      "stripeCustomerId: null",
      "stripeCustomerId: expected text, found nothing: fill it in, or remove the line to leave it unmanaged",
    ],
    ["externalId: Größe", "externalId: must be plain ASCII"],
    [`externalId: ${"x".repeat(65)}`, "externalId: must have at most 64 characters"],
    ["metadata: { tenantry_plan: x }", "metadata.tenantry_plan: metadata keys that start with tenantry_ are reserved"],
    [`metadata: { ${"k".repeat(41)}: x }`, `metadata.${"k".repeat(41)}: must have at most 40 characters`],
    [`metadata: { k: ${"v".repeat(601)} }`, "metadata.k: must have at most 600 characters"],
    [
      "domains: [{ domain: acme }]",
      "domains[0].domain: must be a domain name such as acme.example (an internationalised one in its xn-- form)",
    ],
    [
      "domains: [{ domain: https://acme.example }]",
      "domains[0].domain: must be a domain name such as acme.example (an internationalised one in its xn-- form)",
    ],
    ["domains: [{ domain: GMail.com }]", "domains[0].domain: is a public mail provider: no customer can own it"],
    [
      "roles: [{ slug: engineer, name: E }]",
      "roles[0].slug: must begin with org- and go on with lower-case letters and digits, with a single - or _ between them",
    ],
    [
      "roles: [{ slug: org-a--b, name: E }]",
      "roles[0].slug: must begin with org- and go on with lower-case letters and digits, with a single - or _ between them",
    ],
    ["roles: [{ slug: org-e, name: '' }]", "roles[0].name: must not be empty"],
    [
      'roles: [{ slug: org-e, name: "two\\nlines" }]',
      "roles[0].name: must be a single line without control characters",
    ],
    [`roles: [{ slug: org-e, name: ${"n".repeat(49)} }]`, "roles[0].name: must have at most 48 characters"],
    [
      `roles: [{ slug: org-e, name: E, description: ${"d".repeat(151)} }]`,
      "roles[0].description: must have at most 150 characters",
    ],
    ["members: [{ email: nobody, roles: [member] }]", "members[0].email: must be an e-mail address"],
    ["members: [{ email: a@b.example, roles: [] }]", "members[0].roles: a member needs a role"],
    [
      "members: [{ email: a@b.example, roles: [member], invite: { expiresInDays: 31 } }]",
      "members[0].invite.expiresInDays: must be 1 to 30 days",
    ],
    [
      "members: [{ email: a@b.example, roles: [member], invite: { locale: de-De } }]",
      'members[0].invite.locale: "de-De" is not known, did you mean de-DE?',
    ],
    [
      "openai: { project: { residency: EU_STORAGE } }",
      expect.stringMatching(/^openai.project.residency: "EU_STORAGE" is not known, did you mean \w+\?$/),
    ],
    [
      "openai: { project: { serviceAccounts: [{ name: a, keys: [{ name: k, scopes: [] }] }] } }",
      "openai.project.serviceAccounts[0].keys[0].scopes: [] would give the key every permission: list its scopes, or write all if that is meant",
    ],
    [
      "openai: { project: { serviceAccounts: [{ name: a, keys: [{ name: k, scopes: model.request }] }] } }",
      "openai.project.serviceAccounts[0].keys[0].scopes: expected a list of scopes, or the word all",
    ],
    ...["[all]", "['*']", "[model]", "[model.requst]", "[Model.request]", "[model..read]", "[.read]"].map(
      (scopes): [string, string] => [
        `openai: { project: { serviceAccounts: [{ name: a, keys: [{ name: k, scopes: ${scopes} }] }] } }`,
        "openai.project.serviceAccounts[0].keys[0].scopes[0]: must be a scope, such as model.request",
      ],
    ),
    [
      "openai: { project: { serviceAccounts: [{ name: a, keys: [{ name: k, scopes: all, expiresInDays: 0 }] }] } }",
      "openai.project.serviceAccounts[0].keys[0].expiresInDays: must be 1 to 3650 days",
    ],
  ])("%s", (text, message) => {
    expect(acme(`${text}\n`).map((line) => line.replace(/^\d+:\d+: /, ""))).toEqual([message]);
  });

  test("that YAML 1.2 takes for text are text", () => {
    const written = "{ a: no, b: on, c: 2026-11-01, d: 12:30, e: 1_000, f: 0b11, g: y }";
    expect(composeFleet(folder({ acme: tenantYaml("acme", `metadata: ${written}\n`) })).tenants[0]?.metadata).toEqual({
      ...{ a: "no", b: "on", c: "2026-11-01", d: "12:30", e: "1_000", f: "0b11", g: "y" },
    });
  });

  test.each(["a", "-a", "a-", "A", "a_b", "a/b", `a${"b".repeat(48)}`])("tenant %s is not a key", (tenant) => {
    expect(tenantProblems(tenantYaml(tenant))).toContainEqual(
      "2:9: tenant: must be lower-case letters, digits and inner hyphens, 2 to 48 characters",
    );
  });

  test("schema versions that a later release reads are refused", () => {
    expect(tenantProblems(tenantYaml("acme").replace("schemaVersion: 1", "schemaVersion: 2"))).toEqual([
      "1:16: schemaVersion: must be 1, the only version this release reads",
    ]);
  });
});

describe("one tenant's rules", () => {
  test("its key is the name of its file", () => {
    expect(problemsOf(folder({ acme: tenantYaml("acme-corp") }))).toEqual([
      'fleet/tenants/acme.yaml:2:9: tenant: "acme-corp" must be called like its file, acme.yaml: rename one of them',
    ]);
  });

  test("nothing is listed twice, however it is spelt", () => {
    const text = `\
domains: [{ domain: acme.example }, { domain: ACME.example }]
roles: [{ slug: org-a, name: A }, { slug: org-a, name: B }]
members: [{ email: a@b.example, roles: [member] }, { email: " A@B.example", roles: [member] }]
openai:
  project:
    serviceAccounts:
      - { name: ci, keys: [{ name: k, scopes: all }, { name: k, scopes: all }] }
      - { name: ci, keys: [{ name: k, scopes: all }] }
`;
    expect(acme(text)).toEqual([
      '5:47: domains[1].domain: "ACME.example" is already in this list, in line 5',
      '6:43: roles[1].slug: "org-a" is already in this list, in line 6',
      '7:61: members[1].email: " A@B.example" is already in this list, in line 7',
      '11:62: openai.project.serviceAccounts[0].keys[1].name: "k" is already in this list, in line 11',
      '12:17: openai.project.serviceAccounts[1].name: "ci" is already in this list, in line 11',
    ]);
  });

  test("a name is the same however an editor wrote its accents", () => {
    const [composed, decomposed] = ["Caf\u00e9", "Cafe\u0301"];
    const text = (first: string, second: string) =>
      `apiKeys: [{ name: ${first} }, { name: ${second} }]\n` +
      `openai: { project: { serviceAccounts: [{ name: ${second} }, { name: ${first} }] } }\n`;
    for (const two of [text(composed, decomposed), text(decomposed, composed)])
      expect(acme(two)).toEqual([
        `5:35: apiKeys[1].name: "${composed}" is already in this list, in line 5`,
        `6:64: openai.project.serviceAccounts[1].name: "${composed}" is already in this list, in line 6`,
      ]);
    const keys = (name: string) => resources(`apiKeys: [{ name: ${name} }]\n`);
    expect(keys(decomposed)).toEqual(keys(composed));
    const project = (name: string) => `openai: { project: { name: ${name} } }\n`;
    expect(
      problemsOf(folder({ acme: tenantYaml("acme", project(composed)), zoo: tenantYaml("zoo", project(decomposed)) })),
    ).toEqual([
      `fleet/tenants/zoo.yaml:5:28: openai.project.name: "${composed}" is already the OpenAI project name of another tenant, see fleet/tenants/acme.yaml:5`,
    ]);
  });

  test("permissions are in the catalogue", () => {
    expect(acme("roles: [{ slug: org-a, name: A, permissions: [pipelines:read, pipelines:rnu, x:y] }]\n")).toEqual([
      "5:63: roles[0].permissions[1]: no such permission, did you mean pipelines:run?",
      "5:78: roles[0].permissions[2]: no such permission, add it to resourceTypes or permissions of fleet.yaml",
    ]);
  });

  test("members have roles of this tenant or of the environment", () => {
    const text = "roles: [{ slug: org-lead, name: L }]\nmembers:\n";
    expect(
      acme(`${text}  - { email: a@b.example, roles: [org-laed] }\n  - { email: b@b.example, roles: [anything] }\n`),
    ).toEqual(['7:35: members[0].roles[0]: this tenant has no role "org-laed", did you mean org-lead?']);
  });

  test("a role may come from the plan", () => {
    const fleet = fleetYaml.replace("starter: {}", "starter: { defaults: { roles: [{ slug: org-lead, name: L }] } }");
    expect(tenantProblems(tenantYaml("acme", "members: [{ email: a@b.example, roles: [org-lead] }]\n"), fleet)).toEqual(
      [],
    );
  });

  test("REQUIRED with a grace period needs its first day, wherever the two come from", () => {
    const message = expect.stringContaining("mfa.effectiveFrom: is missing");
    expect(acme("mfa: { policy: REQUIRED }\n")).toEqual([message]);
    expect(acme("mfa: { policy: REQUIRED, gracePeriodDays: 0 }\n")).toEqual([]);
    expect(acme("mfa: { policy: REQUIRED, effectiveFrom: 2026-11-01 }\n")).toEqual([]);
    const fleet = fleetYaml.replace("starter: {}", "starter: { defaults: { mfa: { policy: REQUIRED } } }");
    expect(tenantProblems(tenantYaml("acme", "mfa: { gracePeriodDays: 5 }\n"), fleet)).toEqual([message]);
    expect(tenantProblems(tenantYaml("acme"), fleet)).toEqual([message]);
  });

  test("an owner and a plan come from somewhere", () => {
    const text = "schemaVersion: 1\ntenant: acme\nname: Acme\n";
    expect(tenantProblems(text, fleetYaml.replace("defaultPlan: starter\n", ""))).toEqual([
      "1:1: owner: is missing: no plan names one either",
      "1:1: plan: is missing, and fleet.yaml has no defaultPlan",
    ]);
  });

  test("an unknown plan is answered with the nearest one, or with all", () => {
    expect(acme("plan: enterprize\n")).toEqual(['5:7: plan: there is no plan "enterprize", did you mean enterprise?']);
    expect(acme("plan: gold\n")).toEqual(['5:7: plan: there is no plan "gold", known are starter, enterprise']);
  });

  test("metadata has room for 50 pairs and warns above 10, the plan's included", () => {
    const pairs = (count: number) => Array.from({ length: count }, (_, index) => `k${index}: v`).join(", ");
    const fleet = `${fleetYaml}defaults: { metadata: { extra: x } }\n`;
    const text = (count: number) => tenantYaml("acme", `metadata: { ${pairs(count)} }\n`);
    expect(tenantProblems(text(50), fleet)).toEqual(["5:11: metadata: 51 pairs with its plan's, 50 at most"]);
    expect(tenantProblems(text(49), fleet)).toEqual([]);
    expect(composeFleet(folder({ acme: text(10) }, fleet)).warnings).toEqual([
      {
        file: "fleet/tenants/acme.yaml",
        line: 5,
        column: 11,
        message: "metadata: 11 pairs with its plan's, 10 at most",
        text: "metadata: { k0: …",
      },
    ]);
    expect(composeFleet(folder({ acme: text(9) }, fleet)).warnings).toEqual([]);
  });
});

describe("tenants share nothing that is one customer's", () => {
  const project = "openai: { project: {} }\n";

  test.each([
    ["externalId: same\n", "externalId: same\n", '5:13: externalId: "same" is already the external id'],
    ["externalId: zoo\n", "", '2:9: tenant: "zoo" is already the external id'],
    [
      "stripeCustomerId: cus_1\n",
      "stripeCustomerId: cus_1\n",
      '5:19: stripeCustomerId: "cus_1" is already the Stripe customer',
    ],
    [
      "domains: [{ domain: a.example }]\n",
      "domains: [{ domain: A.example }]\n",
      '5:21: domains[0].domain: "A.example" is already the domain',
    ],
    [
      "openai: { project: { name: p } }\n",
      "openai: { project: { name: p } }\n",
      '5:28: openai.project.name: "p" is already the OpenAI project name',
    ],
    ["openai: { project: { name: zoo } }\n", project, '2:9: tenant: "zoo" is already the OpenAI project name'],
  ])("%j and %j", (ofAcme, ofZoo, message) => {
    const line = ofAcme.includes("externalId: zoo") || ofZoo !== "" ? 5 : 2;
    expect(problemsOf(folder({ zoo: tenantYaml("zoo", ofZoo), acme: tenantYaml("acme", ofAcme) }))).toEqual([
      `fleet/tenants/zoo.yaml:${message} of another tenant, see fleet/tenants/acme.yaml:${line}`,
    ]);
  });

  test("the first file that takes a name by default has it, too", () => {
    expect(problemsOf(folder({ acme: tenantYaml("acme"), zoo: tenantYaml("zoo", "externalId: acme\n") }))).toEqual([
      'fleet/tenants/zoo.yaml:5:13: externalId: "acme" is already the external id of another tenant, see fleet/tenants/acme.yaml:2',
    ]);
  });

  test("two files with one key are told once, besides the file that is misnamed", () => {
    expect(problemsOf(folder({ acme: tenantYaml("acme", project), zoo: tenantYaml("acme", project) }))).toEqual([
      'fleet/tenants/zoo.yaml:2:9: tenant: "acme" is already the key of another tenant, see fleet/tenants/acme.yaml:2',
      'fleet/tenants/zoo.yaml:2:9: tenant: "acme" must be called like its file, zoo.yaml: rename one of them',
    ]);
  });

  test("a person may belong to several", () => {
    const member = "members: [{ email: a@b.example, roles: [member] }]\n";
    expect(problemsOf(folder({ acme: tenantYaml("acme", member), zoo: tenantYaml("zoo", member) }))).toEqual([]);
  });
});

test("nobody has a key that another tenant has, or had", () => {
  const files = {
    acme: tenantYaml("acme", "formerly: [b2]\n"),
    bank: tenantYaml("bank", "formerly: [acme, old]\n"),
    cork: tenantYaml("cork", "formerly: [old, cork]\n"),
  };
  expect(problemsOf(folder(files))).toEqual([
    'fleet/tenants/bank.yaml:5:12: formerly[0]: "acme" is, or was, the key of another tenant, see fleet/tenants/acme.yaml:2',
    'fleet/tenants/bank.yaml:5:18: formerly[1]: "old" is, or was, the key of another tenant, see fleet/tenants/cork.yaml:5',
    'fleet/tenants/cork.yaml:5:12: formerly[0]: "old" is, or was, the key of another tenant, see fleet/tenants/bank.yaml:5',
  ]);
});

describe("fleet.yaml", () => {
  const fleet = (more: string) => fleetProblems(fleetYaml + more);

  test.each(["name: A", "tenant: a", "status: active", "members: []", "domains: []", "externalId: a", "plan: starter"])(
    "can't preset %s for everybody",
    (field) => {
      const name = field.split(":")[0];
      expect(fleet(`defaults: { ${field} }\n`)).toEqual([
        `8:13: defaults.${name}: belongs in the tenant file: it can't be shared`,
      ]);
    },
  );

  test("judges the defaults of every plan, used or not", () => {
    const plans =
      "plans: { starter: { defaults: { roles: [{ slug: org-a, name: A, permissions: [no] }, { slug: org-a, name: A }], sesion: {} } } }";
    const text = fleetYaml.replace(/plans:.*(?=resourceTypes)/s, `${plans}\n`);
    expect(fleetProblems(text)).toEqual([
      "4:79: plans.starter.defaults.roles[0].permissions[0]: no such permission, add it to resourceTypes or permissions of fleet.yaml",
      '4:94: plans.starter.defaults.roles[1].slug: "org-a" is already in this list, in line 4',
      expect.stringMatching(/^4:113: plans.starter.defaults.sesion: unknown field/),
    ]);
  });

  test("names plans that exist", () => {
    const text = fleetYaml
      .replace("defaultPlan: starter", "defaultPlan: startr")
      .replace("extends: starter", "extends: nothing");
    expect(fleetProblems(text)).toEqual([
      '3:14: defaultPlan: there is no plan "startr", did you mean starter?',
      '6:26: plans.enterprise.extends: there is no plan "nothing", known are starter, enterprise',
    ]);
  });

  test("tells a circle of plans once", () => {
    expect(fleetProblems(fleetYaml.replace("starter: {}", "starter: { extends: enterprise }"))).toEqual([
      "6:26: plans.enterprise.extends: runs in a circle: enterprise → starter → enterprise",
    ]);
  });

  test("lists each permission once", () => {
    expect(fleet("permissions: [{ slug: a, name: A }, { slug: a, name: B }]\n")).toEqual([
      '8:45: permissions[1].slug: "a" is already in this list, in line 8',
    ]);
  });

  test("with a wrong catalogue doesn't accuse roles of using it", () => {
    const text = fleetYaml.replace("actions: [read, run]", "actions: read");
    expect(
      problemsOf(folder({ acme: tenantYaml("acme", "roles: [{ slug: org-a, name: A, permissions: [x] }]\n") }, text)),
    ).toEqual(["fleet/fleet.yaml:7:45: resourceTypes[0].actions: expected a list, found text"]);
  });

  test("knows the ids of its accounts by their form", () => {
    const ids = (workos: string, openai: string) =>
      fleetYaml.replace("region: eu", `region: eu, workosClientId: ${workos}, openaiOrganizationId: ${openai}`);
    expect(fleetProblems(ids("client_01ABC", "org-aB1"))).toEqual([]);
    expect(fleetProblems(ids("env_1", "proj_1"))).toEqual([
      "2:74: environment.workosClientId: must be the client id of an environment, client_…",
      "2:103: environment.openaiOrganizationId: must be the id of an organization, org-…",
    ]);
  });

  test("asks for its environment", () => {
    expect(fleetProblems("schemaVersion: 1\nenvironment: { name: a, mode: prod }\n")).toEqual(
      ['2:31: environment.mode: "prod" is not one of live, test', "2:14: environment.region: is missing"].sort(),
    );
  });
});

describe("all problems of all files come at once", () => {
  test("whatever else is wrong with each file", () => {
    expect(
      problemsOf(
        folder(
          {
            acme: tenantYaml("acme", "plan: 5\nroles: x\n"),
            broken: "a: [\n",
            zoo: tenantYaml("zoo", "domians: []\nexternalId: acme\n"),
          },
          `${fleetYaml}polices: {}\n`,
        ),
      ),
    ).toEqual([
      "fleet/fleet.yaml:8:1: polices: unknown field, did you mean policies?",
      "fleet/tenants/acme.yaml:5:7: plan: expected text, found 5: put it in quotes",
      "fleet/tenants/acme.yaml:6:8: roles: expected a list, found text",
      expect.stringMatching(/^fleet\/tenants\/broken.yaml:\d+:\d+: invalid YAML: /),
      "fleet/tenants/zoo.yaml:5:1: domians: unknown field, did you mean domains?",
      'fleet/tenants/zoo.yaml:6:13: externalId: "acme" is already the external id of another tenant, see fleet/tenants/acme.yaml:2',
    ]);
  });

  test("tenant files are judged even when there is no fleet file", () => {
    const { tenants } = folder({ acme: tenantYaml("acme", "roles: x\n") });
    const earlier = [{ file: "fleet/fleet.yaml", line: 1, column: 1, message: "missing" }];
    expect(problemsOf(() => composeFleet({ tenants }, earlier))).toEqual([
      "fleet/fleet.yaml:1:1: missing",
      "fleet/tenants/acme.yaml:5:8: roles: expected a list, found text",
    ]);
  });

  test("loading never fails in another way, whatever the files hold", () => {
    const anyYaml = fc.oneof(
      fc.jsonValue().map((value) => asYaml(value)),
      fc.string(),
    );
    // Known keys with wrong values reach further than random text does.
    const wrongValues = fc
      .record(
        {
          roles: fc.jsonValue(),
          members: fc.jsonValue(),
          openai: fc.jsonValue(),
          mfa: fc.jsonValue(),
          plan: fc.jsonValue(),
          plans: fc.jsonValue(),
          metadata: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((value) => asYaml(value));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyYaml, wrongValues), { minLength: 2, maxLength: 3 }),
        ([fleet = "", ...tenants]) => {
          problemsOf(folder(Object.fromEntries(tenants.map((text, index) => [`t${index}`, text])), fleet));
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("a folder is a fleet or a FleetError, soon, whatever bytes its files hold", () => {
  const home = mkdtempSync(join(tmpdir(), "fleet-bytes-"));
  mkdirSync(join(home, "tenants"));
  const cut = fc.tuple(fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 4 }));
  /** A file that is fine but for a few bytes that are gone or others. */
  const spoilt = (text: string) =>
    cut.map(([from, length, bytes]) => {
      const good = Buffer.from(text);
      const at = from % good.length;
      return Buffer.concat([good.subarray(0, at), bytes, good.subarray(at + (length % 8))]);
    });
  const repeated = fc
    .tuple(
      fc.constantFrom("[", "{", "a: ", "- ", "? ", "&a ", "*a ", "!!x ", "'", '"', "\t", "\0", "\r", "k:\n", "\ud83d"),
      fc.integer({ min: 1, max: 4_000 }),
    )
    .map(([piece, count]) => Buffer.from(piece.repeat(count)));
  const utf16 = fc.string().map((text) => Buffer.from(text, "utf16le"));
  const full = tenantYaml(
    "acme",
    "plan: starter\nroles:\n  - { slug: org-a, name: 'A', permissions: [pipelines:read] }\nmetadata: { a: \"b\" }\n",
  );
  const file = fc.oneof(fc.uint8Array({ maxLength: 40 }), spoilt(full), spoilt(fleetYaml), repeated, utf16);
  try {
    fc.assert(
      fc.property(file, file, (fleet, tenant) => {
        writeFileSync(join(home, "fleet.yaml"), fleet);
        writeFileSync(join(home, "tenants", "acme.yaml"), tenant);
        const started = process.cpuUsage();
        const problems = problemsOf(() => loadFleet(home));
        expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
        expect(problems.flatMap(harm)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  } finally {
    rmSync(home, { recursive: true });
  }
});

test("a file that is wrong throughout is told as such in time, in a text that somebody can read", () => {
  for (const line of ["k§: 1\n", "  - { slug: k§, nmae: x }\n"]) {
    const text = Array.from({ length: 4_000 }, (_, index) => line.replace("§", String(index))).join("");
    const started = process.cpuUsage();
    const before = line.startsWith(" ") ? "roles:\n" : "";
    expect(problemsOf(folder({ acme: tenantYaml("acme", `${before}${text}`) })).at(-1)).toMatch(
      /^and \d{4,5} more problems$/,
    );
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  }
});

test("the example fleet loads, with nothing to warn of", () => {
  const { tenants, warnings } = loadFleet("examples/fleet");
  expect(tenants.map(({ tenant, plan }) => [tenant, plan])).toEqual([
    ["halden-bank", "enterprise"],
    ["meridian-freight", "business"],
    ["pinecrest-studio", "starter"],
  ]);
  expect(warnings).toEqual([]);
});
