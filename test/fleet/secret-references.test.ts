import { describe, expect, test } from "vitest";
import { composeFleet } from "../../fleet/load.ts";
import { allowing, complaints, fleetProblems, folder, problemsOf, resources, tenantYaml } from "./sources.ts";

const vault = (value: string, name = "v") =>
  `vault: [{ name: ${name}, context: { customer: acme }, value: ${value} }]\n`;
const env = (name: string) => `"\${env:${name}}"`;
const config = (name: string) => `"\${secret:${name}}"`;
const why = `must refer to a secret as \${env:NAME} or \${secret:config-key}: files hold no secrets`;

describe("a secret", () => {
  test("is declared by where it comes from", () => {
    expect(resources(vault(env("TOKEN")), allowing("TOKEN"))).toEqual([
      {
        type: "workos:VaultObject",
        resourceName: "acme/workos-vault-object/v",
        inputs: { name: "v", context: { customer: "acme" } },
        refs: { value: { secret: { from: "environment", name: "TOKEN" } } },
        after: ["acme/workos-organization"],
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
    const fleet = `${allowing("TOKEN", "HUB")}dataIntegrations: [{ slug: github, clientId: a, clientSecret: ${config("hub")} }]\n`;
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
        "fleet/fleet.yaml:9:63",
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

describe("a variable of the environment", () => {
  const complaint = (name: string, fleet?: string) => complaints(vault(env(name)), fleet);
  const own = (prefix: string) =>
    `variables that begin with ${prefix} are your own credentials and settings, which no file hands on: ` +
    "put the secret into a variable of another name";

  test("is given to files by its name in fleet.yaml, and no other is", () => {
    const fleet = allowing("ACME_DB_PASSWORD", "OTHER");
    expect(complaint("ACME_DB_PASSWORD", fleet)).toEqual([]);
    expect(complaint("ACME_DB_PASSWRD", fleet)).toEqual([
      "vault[0].value: files may not refer to the variable ACME_DB_PASSWRD, did you mean ACME_DB_PASSWORD?",
    ]);
    for (const name of ["AWS_SECRET_ACCESS_KEY", "HOME", "acme_db_password_2"])
      expect(complaint(name)).toEqual([
        `vault[0].value: files may not refer to the variable ${name}, add it to secrets.environment of fleet.yaml`,
      ]);
  });

  test("that has credentials of our own is given to nobody, whatever fleet.yaml says", () => {
    for (const [name, prefix] of [
      ["OPENAI_ADMIN_KEY", "OPENAI_"],
      ["WORKOS_API_KEY", "WORKOS_"],
      ["PULUMI_ACCESS_TOKEN", "PULUMI_"],
      ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_"],
      ["TENANTRY_STATE_DIR", "TENANTRY_"],
      ["openai_Admin_key", "openai_"], // Windows finds it under this name as well.
    ] as const) {
      expect(complaint(name)).toEqual([`vault[0].value: ${own(prefix)}`]);
      expect(fleetProblems(allowing("A", name))).toEqual([
        expect.stringMatching(/^8:\d+: secrets\.environment\[1\]: variables that begin with /),
      ]);
    }
    expect(complaint("ACME_OPENAI_KEY", allowing("ACME_OPENAI_KEY"))).toEqual([]);
  });

  test("is asked for where it stands: in a tenant's file, in what plans preset, in fleet.yaml itself", () => {
    const connector = (name: string) => `[{ slug: github, clientId: a, clientSecret: ${env(name)} }]`;
    const fleet = `${allowing()}defaults: { connectors: ${connector("A")} }\ndataIntegrations: ${connector("B")}\n`;
    expect(problemsOf(folder({ acme: tenantYaml("acme", `connectors: ${connector("C")}\n`) }, fleet))).toEqual([
      "fleet/fleet.yaml:9:69: defaults.connectors[0].clientSecret: files may not refer to the variable A, add it to secrets.environment of fleet.yaml",
      "fleet/fleet.yaml:10:63: dataIntegrations[0].clientSecret: files may not refer to the variable B, add it to secrets.environment of fleet.yaml",
      "fleet/tenants/acme.yaml:5:57: connectors[0].clientSecret: files may not refer to the variable C, add it to secrets.environment of fleet.yaml",
    ]);
  });

  test("is not asked for in a list that is wrong itself", () => {
    const text = tenantYaml("acme", vault(env("A")));
    expect(problemsOf(folder({ acme: text }, `${allowing()}`.replace("[]", "A")))).toEqual([
      "fleet/fleet.yaml:8:25: secrets.environment: expected a list, found text",
    ]);
  });
});

describe("a reference where none is taken", () => {
  const refused = (where: string) => `a reference to a secret would be sent as it is written: only ${where} take one`;

  test.each([
    [`roles: [{ slug: org-a, name: ${env("A")} }]`, "5:30: roles[0].name"],
    [`apiKeys: [{ name: "for \${secret:a}" }]`, "5:19: apiKeys[0].name"],
    [`metadata: { plan: "\${ env:A }" }`, "5:19: metadata.plan"],
    [`metadata: { "\${ENV.A}": x }`, `5:13: metadata.\${ENV.A}`],
    [`connectors: [{ slug: github, config: { token: ${env("A")} } }]`, "5:47: connectors[0].config.token"],
    [
      `openai: { project: { serviceAccounts: [{ name: ${env("A")} }] } }`,
      "5:48: openai.project.serviceAccounts[0].name",
    ],
  ])("%s is refused", (text, place) => {
    expect(problemsOf(folder({ acme: tenantYaml("acme", `${text}\n`) }, allowing("A")))).toEqual([
      `fleet/tenants/acme.yaml:${place}: ${refused("connectors[].clientSecret, sso.connection.oidc.clientSecret, vault[].value")}`,
    ]);
  });

  test("is refused in fleet.yaml as well, wherever it stands", () => {
    const fleet = allowing("A").replace("region: eu", `region: ${env("A")}`);
    expect(fleetProblems(`${fleet}defaults: { metadata: { a: ${env("A")} } }\n`)).toEqual([
      expect.stringMatching(/^2:\d+: environment\.region: a reference to a secret would be sent/),
      expect.stringMatching(/^9:\d+: defaults\.metadata\.a: a reference to a secret would be sent/),
    ]);
  });

  test("is none if it only resembles one", () => {
    expect(complaints(`metadata: { a: "$env:A", b: "{env:A}", c: "\${environment}" }\n`)).toEqual([]);
  });
});
