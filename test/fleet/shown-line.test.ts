import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldNames } from "../../fleet/field-names.ts";
import { isFleetError } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { shownLine } from "../../fleet/shown-line.ts";
import { allowing, fleetYaml, folder, tenantProblems, tenantYaml } from "./sources.ts";

const shown = (text: string): string => {
  const lines = text.split("\n");
  return shownLine(lines, lines.length, fieldNames());
};

describe("a line is shown", () => {
  test.each([
    "name: Acme",
    "roles:\n  - { slug: engineer, name: Engineer }",
    '{\n  "tenant": "acme",\n  "roles": [',
    "openai:\n  project:\n    name: x",
    '{"tenant":"acme","roles":[{"slug":"org-a"}]}',
    "roles:\n  - org-a",
    "roles:\n- org-a",
    "roles:\n- slug: org-a\n- org-b",
    "vault:",
    "vault: []",
    "vault: [{ name: a }]",
    `vault:\n  - { name: v, value: "\${env:TOKEN}" }`,
    `connectors: [{ slug: github, clientSecret: \${secret:a} }]`,
    "metadata:",
    "plann:",
    "roles: [a, b, { slug: org-a }]",
    "domains: [\n]",
    'name: "Acme, Inc."',
    '{ "name": "a,b", "plan": "x" },',
  ])("as it is: %j", (text) => {
    expect(shown(text)).toBe(text.split("\n").at(-1));
  });

  test.each([
    ["name: Acme 0a1b2c3d4e5f60718293a4b5c6d7e8f9", ""],
    ["name: Acme # hunter2", "name: Acme …"],
    ["# hunter2", "…"],
    ["plann: hunter2", "plann: …"],
    ["metadata: { crm: hunter2 }", "metadata: { crm: …"],
    ["secret name: hunter2", "…"],
    ["clientSecret: hunter2", "clientSecret: …"],
    ["{ name: v, value: [hunter2] }", "{ name: v, value: …"],
    ['{"name":"v","value":"hunter2"}', '{"name":"v","value":…'],
    [`value: \${env:A}hunter2`, "value: …"],
    [`value: "\${env:A}" hunter2`, "value: …"],
    ["vault: hunter2", "vault: …"],
    ["vault: [hunter2]", "vault: …"],
    ["vault:\n  - hunter2", "  …"],
    ["vault:\n- hunter2", "…"],
    ["value: |\n  hunter2", "  …"],
    ["value:\n\n    hunter2", "    …"],
    ["value: >\n  first\n  name: hunter2", "  …"],
    ["metadata:\n  crm: >\n    hunter2", "    …"],
    ["hunter2", "…"],
    ["hunter2, name: a", "…"],
    ["- hunter2", "…"],
    ["connectors:\n  - slug: x\n    clientSecret:hunter2", "    …"],
    ["connectors:\n  - slug: x\n    clientSecret: |\n  hunter2", "  …"],
    ["connectors:\n  - slug: x\n    clientSecret: |\n    name: hunter2", "    …"],
    ["connectors:\n  - slug: x\n    config:\n      api_token hunter2", "      …"],
    ["vault:\n  - name: db\n    value hunter2", "    …"],
    ["vault:\n  - name: db\n    value = hunter2", "    …"],
    ['vault:\n  - name: db\n    value "hunter2"', "    …"],
    ['vault:\n  - name: db\n    value: "a\n    name: hunter2', "    …"],
    ["vault: [{ name: db, value:hunter2 }]", "vault: [{ name: db…"],
    ["  - { name: db, 'value:hunter2' }", "  - { name: db…"],
    ["  - { name: db, hunter2 }", "  - { name: db…"],
    ["  - { name: db value hunter2 }", "  - { name: db …"],
    ["  - { name: db, value=hunter2: 1 }", "  - { name: db, …"],
    ['  - { name: db, "value hunter2": 1 }', "  - { name: db, …"],
    ["oidc: { clientSecret:hunter2 }", "oidc: {…"],
    ["roles: [a, value:hunter2]", "roles: [a, …"],
    ["roles: [a, 'value:hunter2']", "roles: [a, …"],
    ["roles:\n  - value:hunter2", "  …"],
    ["roles:\n  - value hunter2", "  …"],
    ["name: 'a'hunter2", "name: …"],
    ["value:hunter2: x", "…"],
    ["valuehunter2: x", "…"],
  ])("up to what may be a secret: %j", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

test("a key that holds what was meant as its value is not named", () => {
  const told = (text: string) => tenantProblems(tenantYaml("acme", text));
  const unknown = "unknown field; known are name, context, value";
  const vault = (field: string) => `vault: [{ name: db, context: { a: b }, value: "\${secret:A}", ${field} }]\n`;
  expect(told(vault("value:hunter2"))).toEqual([`5:62: vault[0]: ${unknown}`]);
  expect(told(vault("'hunter2=x': 1"))).toEqual([`5:62: vault[0]: ${unknown}`]);
  expect(told(vault("valuehunter2: 1"))).toEqual([`5:62: vault[0]: ${unknown}`]);
  expect(told(vault("hunter: 1"))).toEqual([`5:62: vault[0].hunter: ${unknown}`]);
  expect(told("'clientSecret hunter2': 1\n")).toEqual([expect.stringMatching(/^5:1: unknown field; known are /)]);
});

test("what stands where a secret is taken is in no message, however the file is broken", () => {
  const secret = "hunter2";
  const name = fc.constantFrom("value", "clientSecret", "valeu", "client_secret", "password", "x", "Value", "value ");
  const written = fc.constantFrom(
    secret,
    `"${secret}"`,
    `'${secret}'`,
    `[${secret}]`,
    `{ a: ${secret} }`,
    `|\n      ${secret}`,
    `\n      ${secret}`,
    `"\\q${secret}"`,
    `${secret}: ${secret}`,
    `!x ${secret}`,
    `&x ${secret}`,
    `\t${secret}`,
    `"${secret}`,
    `"\${env:A}${secret}"`,
    `!${secret} x`,
    `!a!${secret} x`,
    `&${secret} x`,
    `|\n  ${secret}`,
  );
  const spoilt = fc.constantFrom(
    "",
    "name: a\nname: b\n",
    "plan: [\n",
    "\tx: 1\n",
    "}",
    "name: 'x\n",
    "roles: hunter\n",
    "%YAML 1.1\n---\n",
  );
  const item = fc
    .tuple(name, fc.constantFrom(": ", ": ", ": ", ":", " ", "=", " = "), written, fc.boolean())
    .filter(([key, between]) => between === ": " || /^(?:value|clientSecret)$/.test(key))
    .map(([key, between, value, isFlow]) =>
      isFlow && !value.includes("\n")
        ? `  - { name: v, ${key}${between}${value}, context: 7 }\n`
        : `  - name: v\n    ${key}${between}${value}\n    context: 7\n`,
    );
  const list = fc.constantFrom("vault", "connectors", "dataIntegrations", "metadata", "roles");
  let told = 0;
  fc.assert(
    fc.property(list, item, spoilt, spoilt, (field, one, before, behind) => {
      const text = tenantYaml("acme", `${before}${field}:\n${one}${behind}`);
      try {
        composeFleet(
          folder({ acme: text }, field === "dataIntegrations" ? `${fleetYaml}${field}:\n${one}` : allowing("A")),
        );
      } catch (error) {
        if (!isFleetError(error)) throw error;
        told++;
        expect(error.message).not.toContain(secret);
        expect(JSON.stringify(error.problems)).not.toContain(secret);
      }
    }),
    { numRuns: 300 },
  );
  expect(told).toBeGreaterThan(250);
});
