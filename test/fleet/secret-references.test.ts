import { describe, expect, test } from "vitest";
import { composeFleet } from "../../fleet/load.ts";
import { complaints, fleetYaml, folder, resources, tenantYaml } from "./sources.ts";

const vault = (value: string, name = "v") =>
  `vault: [{ name: ${name}, context: { customer: acme }, value: ${value} }]\n`;
const env = (name: string) => `"\${env:${name}}"`;
const config = (name: string) => `"\${secret:${name}}"`;
const why = `must refer to a secret as \${env:NAME} or \${secret:config-key}: files hold no secrets`;

describe("a secret", () => {
  test("is declared by where it comes from", () => {
    expect(resources(vault(env("TOKEN")))).toEqual([
      {
        type: "workos:VaultObject",
        resourceName: "acme/workos-vault-object/v",
        inputs: { name: "v", context: { customer: "acme" } },
        refs: { value: { secret: { from: "environment", name: "TOKEN" } } },
      },
    ]);
    expect(resources(vault(config("acme-token")))[0]?.refs).toEqual({
      value: { secret: { from: "configuration", name: "acme-token" } },
    });
  });

  test.each(["hunter2", "4711", `\${env:}`, `\${env:A B}`, `x\${env:A}`, `\${file:a}`, "[hunter2]", "true"])(
    "is never written down, as in %s, and no message repeats it",
    (value) => {
      const found = complaints(vault(value.includes("{") ? `"${value}"` : value));
      expect(found).toEqual([`vault[0].value: ${why}`]);
      expect(found.join()).not.toMatch(/hunter2|4711/);
    },
  );

  test("that a file refers to is known with the place that needs it", () => {
    const fleet = `${fleetYaml}dataIntegrations: [{ slug: github, clientId: a, clientSecret: ${config("hub")} }]\n`;
    const text = tenantYaml(
      "acme",
      `${vault(env("TOKEN"))}connectors: [{ slug: github, clientId: a, clientSecret: ${env("HUB")} }]\n`,
    );
    const { secrets } = composeFleet(folder({ acme: text }, fleet));
    expect(
      secrets.map(({ source, missing: { file, line, column, message } }) => [
        source,
        `${file}:${line}:${column}`,
        message,
      ]),
    ).toEqual([
      [
        { from: "configuration", name: "hub" },
        "fleet/fleet.yaml:8:63",
        "dataIntegrations[0].clientSecret: the stack's configuration has no hub: run `pulumi config set --secret hub`",
      ],
      [
        { from: "environment", name: "HUB" },
        "fleet/tenants/acme.yaml:6:57",
        "connectors[0].clientSecret: the environment variable HUB is not set",
      ],
      [
        { from: "environment", name: "TOKEN" },
        "fleet/tenants/acme.yaml:5:56",
        "vault[0].value: the environment variable TOKEN is not set",
      ],
    ]);
  });
});
