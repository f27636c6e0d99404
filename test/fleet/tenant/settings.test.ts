import { describe, expect, test } from "vitest";
import { allowing, complaints, fleetYaml, folder, problemsOf, resources, tenantYaml } from "../sources.ts";

describe("the retention of the audit log", () => {
  test.each(["31", "'30'", "null", "[30]"])("is not %s", (days) => {
    expect(complaints(`auditLogRetentionDays: ${days}\n`)).toEqual(["auditLogRetentionDays: must be 30 or 365"]);
  });
});

describe("domains", () => {
  test("are verified as the file says, and left alone where it says nothing", () => {
    const all = resources(
      "domains: [{ domain: a.example }, { domain: b.example, verification: dns }, { domain: c.example, verification: attested }]\n",
    );
    expect(all.map(({ inputs }) => inputs.verification)).toEqual([undefined, "verify", "attested"]);
    expect(complaints("domains: [{ domain: a.example, verification: manual }]\n")).toEqual([
      'domains[0].verification: "manual" is not one of dns, attested',
    ]);
  });
});

describe("roles", () => {
  test("may be for resources of one type", () => {
    const [role] = resources("roles: [{ slug: org-ws, name: W, resourceType: workspace }]\n");
    expect(role?.inputs).toEqual({ slug: "org-ws", name: "W", permissions: [], resourceTypeSlug: "workspace" });
  });
});

describe("feature flags", () => {
  test("are slugs", () => {
    expect(complaints("featureFlags: [Beta Export, beta-export]\n")).toEqual([
      "featureFlags[0]: must be the slug of a flag: lower-case letters, digits, - and _",
    ]);
  });
});

describe("connectors", () => {
  const connector = (text: string) => `connectors: [{ slug: github${text} }]\n`;

  test("come after the integration, if the fleet declares it", () => {
    const fleet = `${fleetYaml}dataIntegrations: [{ slug: github }]\n`;
    const text = connector(", enabled: true, scopes: [b, a], config: { account: x }");
    expect(resources(text, fleet)).toEqual([
      {
        type: "workos:DataIntegrationConfiguration",
        resourceName: "acme/workos-data-integration-configuration/github",
        inputs: { slug: "github", enabled: true, scopes: ["a", "b"], config: { account: "x" } },
        refs: { organizationId: { of: "acme/workos-organization", output: "id" } },
        after: ["catalogue/workos-data-integration/github"],
      },
    ]);
    expect(resources(text)[0]).not.toHaveProperty("after");
    expect(resources(connector(", scopes: null"))[0]?.inputs.scopes).toBeNull();
  });

  test.each([
    ["", "connectors[0]: says nothing about the integration: write enabled: true or false"],
    [", clientId: a", "connectors[0]: clientId and clientSecret come together"],
    [`, clientSecret: "\${env:A}"`, "connectors[0]: clientId and clientSecret come together"],
    [", enabled: yes", "connectors[0].enabled: expected true or false, found text: write true"],
    [
      ", enabled: true }, { slug: github, enabled: false",
      'connectors[1].slug: "github" is already in this list, in line 5',
    ],
  ])("are refused as %j", (text, message) => {
    expect(complaints(connector(text), allowing("A"))).toEqual([message]);
  });
});

describe("the vault", () => {
  const object = (name: string) => `vault: [{ name: ${name}, value: "\${env:A}" }]\n`;

  test("holds one object of a name in the whole fleet", () => {
    const files = { acme: tenantYaml("acme", object("db")), zoo: tenantYaml("zoo", object("db")) };
    expect(problemsOf(folder(files, allowing("A")))).toEqual([
      'fleet/tenants/zoo.yaml:5:17: vault[0].name: "db" is already the vault name of another tenant, see fleet/tenants/acme.yaml:5',
    ]);
  });

  test("takes ten pairs of context, and no plan can preset it", () => {
    const pairs = Array.from({ length: 11 }, (_, index) => `k${index}: v`).join(", ");
    expect(complaints(`vault: [{ name: a, context: { ${pairs} }, value: "\${env:A}" }]\n`, allowing("A"))).toEqual([
      "vault[0].context: has more than the 10 entries that WorkOS takes",
    ]);
    expect(problemsOf(folder({}, `${fleetYaml}defaults: { vault: [] }\n`))).toEqual([
      "fleet/fleet.yaml:8:13: defaults.vault: belongs in the tenant file: it can't be shared",
    ]);
  });
});
