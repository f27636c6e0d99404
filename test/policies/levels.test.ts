import { expect, test } from "vitest";
import { rule } from "../../policies/index.ts";
import { declared, fleetYaml } from "../fleet/sources.ts";
import { type Analysis, analyze } from "./analyze.ts";

const tenant = { type: "tenantry:index:Tenant", name: "acme" };

const found = (level: "mandatory" | "advisory", policies = "{}", controls = {}): Promise<Analysis> => {
  const wrong = rule({
    ...{ name: "tenant-mfa-required", description: "A rule.", level, severity: "low", controls },
    tenant: () => ["wrong"],
  });
  const { inputs } = declared("", `${fleetYaml}policies: ${policies}\n`);
  return analyze([wrong], { ...tenant, inputs });
};

test.each([
  ["advisory", "{}", ["[advisory] tenant-mfa-required: wrong"]],
  ["advisory", "{ preset: baseline }", ["[advisory] tenant-mfa-required: wrong"]],
  ["advisory", "{ preset: strict }", ["[mandatory] tenant-mfa-required: wrong"]],
  [
    "mandatory",
    "{ preset: strict, levels: { tenant-mfa-required: advisory } }",
    ["[advisory] tenant-mfa-required: wrong"],
  ],
  ["mandatory", "{ levels: { tenant-mfa-required: disabled } }", []],
  ["mandatory", "{ preset: soc2 }", []],
  [
    "mandatory",
    "{ preset: soc2, levels: { tenant-mfa-required: mandatory } }",
    ["[mandatory] tenant-mfa-required: wrong"],
  ],
] as const)("of a rule that is %s, with policies %s", async (level, policies, violations) => {
  const { notApplicable, ...analysis } = await found(level, policies);
  expect(analysis.violations).toEqual(violations);
  expect(notApplicable).toEqual(
    violations.length > 0 ? [] : ["tenant-mfa-required: disabled by policies of fleet.yaml"],
  );
});

test("a rule that is evidence for a control of SOC 2 is asked by that preset", async () => {
  expect((await found("mandatory", "{ preset: soc2 }", { soc2: ["CC6.1"] })).violations).toHaveLength(1);
});

test("settings have their defaults, and what fleet.yaml says instead; both judge of whole stacks as well", async () => {
  const told = rule({
    ...{ name: "tenant-blast-radius", description: "A rule.", level: "mandatory", severity: "low" },
    settings: {
      maxTenants: { type: "integer", default: 25, description: "Most." },
      names: { type: "array", items: { type: "string" }, default: ["a"], description: "Names." },
    },
    tenant: (_, { settings }) => [`tenant ${settings.maxTenants} ${settings.names}`],
    stack: (_, { settings }) => [`stack ${settings.maxTenants}`],
  });
  const { inputs } = declared("", `${fleetYaml}policies: { settings: { tenant-blast-radius: { maxTenants: 3 } } }\n`);
  const fleet = {
    ...{ type: "tenantry:index:Fleet", name: "fleet", inputs: {} },
    outputs: { policies: inputs.policies, levels: {} },
  };
  expect((await analyze([told], { ...tenant, inputs: declared("").inputs })).violations).toEqual([
    "[mandatory] tenant-blast-radius: tenant 25 a",
    "[mandatory] tenant-blast-radius: stack 25",
  ]);
  expect((await analyze([told], fleet, { ...tenant, inputs })).violations).toEqual([
    "[mandatory] tenant-blast-radius: tenant 3 a",
    "[mandatory] tenant-blast-radius: stack 3",
  ]);
});

test("a rule on what was seen of a tenant is shown what it declares, and its resources alone", async () => {
  const seen = rule({
    ...{ name: "seen", description: "A rule.", level: "mandatory", severity: "low" },
    observedTenant: ({ plan }, own, context) => [
      `${context.tenant} on ${plan}: ${own.map(({ type, name, outputs }) => `${type} ${name} ${outputs.state}`)}`,
    ],
  });
  const member = (name: string) => ({
    ...{ type: "pulumi-nodejs:dynamic/workos:Member", name, inputs: {}, outputs: { state: "active" } },
  });
  const others = [
    member("acme/workos-member/a"),
    member("bolt/workos-member/b"),
    member("catalogue/workos-permission/c"),
  ];
  expect((await analyze([seen], { ...tenant, inputs: declared("").inputs }, ...others)).violations).toEqual([
    "[mandatory] seen: acme on starter: workos:Member acme/workos-member/a active",
  ]);
});

test("one rule may judge in several places, and one that fails on a resource of a stack names it, and goes on", async () => {
  const failing = rule({
    ...{ name: "failing", description: "A rule.", level: "advisory", severity: "low" },
    tenant: () => ["of the tenant"],
    inputs: { "a:b:C": () => ["of another"] },
    observed: {
      "a:b:C": ({ size }) => {
        if (size === 1) throw new Error("no size 1");
        return [`size ${size}`, { unknown: "its colour" }];
      },
    },
  });
  const other = (name: string, size: number) => ({ type: "a:b:C", name, inputs: {}, outputs: { size } });
  const { violations } = await analyze(
    [failing],
    { ...tenant, inputs: declared("").inputs },
    other("one", 1),
    other("two", 2),
  );
  expect(violations).toEqual([
    "[advisory] failing: of the tenant",
    "[advisory] failing: of another",
    "[advisory] failing: of another",
    "[mandatory] failing: This rule failed on one and found nothing out: no size 1. The fault is in the rule, not in a file.",
    "[advisory] failing: size 2",
  ]);
});
