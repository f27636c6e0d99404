import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { composeFleet, declareFleet, type Explained, explain, pathText, readFolder } from "../../fleet/index.ts";
import { folder, tenantYaml, today } from "./sources.ts";

const fleetYaml = `\
schemaVersion: 1
environment: { name: production, mode: test, region: eu }
defaultPlan: starter
defaults:
  owner: everyone@ours.example
  metadata: { tier: none, region: eu }
plans:
  starter:
    defaults: { mfa: { policy: ENCOURAGED, gracePeriodDays: 3 } }
    require: { mfa: OPTIONAL }
  business:
    extends: starter
    defaults:
      metadata: { tier: paid }
      roles: [{ slug: org-a, name: A }, { slug: org-b, name: B }]
  enterprise:
    extends: business
    require: { mfa: ENCOURAGED }
`;

const explained = (text: string, fleet = fleetYaml): readonly Explained[] => {
  const sources = folder({ acme: text }, fleet);
  return explain(sources, composeFleet(sources, [], today), "acme") ?? [];
};

const lines = (values: readonly Explained[]): string[] =>
  values.map(
    ({ path, value, file, line, from }) =>
      `${pathText(path)} ${JSON.stringify(value)} ${file?.split("/").at(-1) ?? ""}:${line ?? ""} ${from}`,
  );

describe("where each value of a tenant comes from", () => {
  test("is its file, a plan, the fleet's defaults or a default that policies see", () => {
    const all = lines(
      explained("schemaVersion: 1\ntenant: acme\nname: Acme\nplan: enterprise\nmfa:\n  policy: OPTIONAL\n"),
    );
    expect(all).toContain('status "active" : default');
    expect(all.filter((line) => !line.endsWith(": default"))).toEqual([
      "schemaVersion 1 acme.yaml:1 tenant",
      'tenant "acme" acme.yaml:2 tenant',
      'name "Acme" acme.yaml:3 tenant',
      'metadata.tier "paid" fleet.yaml:14 plan business',
      'metadata.region "eu" fleet.yaml:6 defaults',
      'plan "enterprise" acme.yaml:4 tenant',
      'owner "everyone@ours.example" fleet.yaml:5 defaults',
      'mfa.policy "OPTIONAL" acme.yaml:6 tenant',
      "mfa.gracePeriodDays 3 fleet.yaml:9 plan starter",
      'roles[0].slug "org-a" fleet.yaml:15 plan business',
      'roles[0].name "A" fleet.yaml:15 plan business',
      'roles[1].slug "org-b" fleet.yaml:15 plan business',
      'roles[1].name "B" fleet.yaml:15 plan business',
      'require.mfa "ENCOURAGED" fleet.yaml:18 plan enterprise',
    ]);
  });

  test("of a tenant that names no plan, the plan that all such have", () => {
    expect(lines(explained("schemaVersion: 1\ntenant: acme\nname: Acme\n"))).toContain(
      'plan "starter" fleet.yaml:3 defaultPlan',
    );
  });

  test("a list is one file's as a whole, and an empty one is a value", () => {
    const none = lines(explained(tenantYaml("acme", "plan: business\nroles: []\n")));
    expect(none).toContain("roles [] acme.yaml:6 tenant");
    expect(none.filter((line) => line.startsWith("roles["))).toEqual([]);
    const one = lines(explained(tenantYaml("acme", "plan: business\nroles: [{ slug: org-c, name: C }]\n")));
    expect(one.filter((line) => line.startsWith("roles"))).toEqual([
      'roles[0].slug "org-c" acme.yaml:6 tenant',
      'roles[0].name "C" acme.yaml:6 tenant',
    ]);
  });

  test("what was said of an item of a list that another one took the place of is said no more", () => {
    const fleet = fleetYaml.replace("roles:", "connectors: [{ slug: github, enabled: false }]\n      roles:");
    const values = lines(
      explained(tenantYaml("acme", "plan: business\nconnectors: [{ slug: slack, scopes: [chat] }]\n"), fleet),
    );
    expect(values.filter((line) => line.startsWith("connectors"))).toEqual([
      'connectors[0].slug "slack" acme.yaml:6 tenant',
      "connectors[0].enabled true : default",
      'connectors[0].scopes ["chat"] acme.yaml:6 tenant',
    ]);
  });

  test("a map that is only there", () => {
    expect(lines(explained(tenantYaml("acme", "openai: { project: {} }\n")))).toContain(
      "openai.project {} acme.yaml:5 tenant",
    );
  });

  test("items have their own defaults, in whatever order policies see them", () => {
    const values = lines(
      explained(
        tenantYaml("acme", "domains:\n  - { domain: Z.example, required: false }\n  - { domain: a.example }\n"),
      ),
    );
    expect(values.filter((line) => line.startsWith("domains"))).toEqual([
      'domains[0].domain "Z.example" acme.yaml:6 tenant',
      'domains[0].verification "dns" : default',
      "domains[0].required false acme.yaml:6 tenant",
      'domains[1].domain "a.example" acme.yaml:7 tenant',
      'domains[1].verification "dns" : default',
      "domains[1].required true : default",
    ]);
  });

  test("a default that could not be written there is none: who is at OpenAI alone has no status at WorkOS", () => {
    const members = "members: [{ email: a@acme.example, openai: member }]\nopenai: { project: {} }\n";
    const values = lines(explained(tenantYaml("acme", members)));
    expect(values.filter((line) => line.startsWith("members"))).toEqual([
      'members[0].email "a@acme.example" acme.yaml:5 tenant',
      'members[0].openai "member" acme.yaml:5 tenant',
      "members[0].breakGlass false : default",
    ]);
  });

  test("of a secret it is the reference", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the reference is written
    const reference = "${secret:acme-db}";
    const vault = `vault: [{ name: db, value: "${reference}" }]\n`;
    expect(lines(explained(tenantYaml("acme", vault)))).toContain(`vault[0].value "${reference}" acme.yaml:5 tenant`);
  });

  test("nothing is known of a tenant that there is not", () => {
    const sources = folder({ acme: tenantYaml("acme") });
    expect(explain(sources, composeFleet(sources, [], today), "acne")).toBeUndefined();
  });
});

describe("of every tenant of the portfolio", () => {
  const directory = join(import.meta.dirname, "../../examples/portfolio");
  const { sources } = readFolder(directory);
  const fleet = composeFleet(sources, [], today);
  const all = fleet.tenants.map(({ tenant }) => [tenant, explain(sources, fleet, tenant) ?? []] as const);

  test("each written value stands in the line that is named", () => {
    const wrong = all.flatMap(([tenant, values]) =>
      values.flatMap(({ path, value, file, line = 0 }) => {
        if (file === undefined) return [];
        const text = readFileSync(join(dirname(directory), file), "utf8").split("\n")[line - 1] ?? "";
        const first = Array.isArray(value) && value.length > 0 ? value[0] : value;
        const shown = typeof first === "object" ? "" : String(first).split("\n")[0];
        return text.includes(shown ?? "") || /[|>]-?$/.test(text)
          ? []
          : [`${tenant} ${pathText(path)} ${file}:${line}`];
      }),
    );
    expect(wrong).toEqual([]);
    expect(all.flatMap(([, values]) => values).length).toBeGreaterThan(500);
  });

  test("all of it as one file, without plans, declares the same", () => {
    const written = all.map(([tenant, values]) => ({
      path: `portfolio/tenants/${tenant}.yaml`,
      text: stringify(rebuilt(values.filter(({ path }) => path[0] !== "require"))),
    }));
    const bare = { ...sources, tenants: written };
    expect(declareFleet(composeFleet(bare, [], today)).tenants.map(facts)).toEqual(
      declareFleet(fleet).tenants.map(facts),
    );
  });
});

/** Resources aside: a default that is written out may be said to a vendor, too. */
const facts = ({ slug, inputs }: { readonly slug: string; readonly inputs: object }) => ({ slug, inputs });

function rebuilt(values: readonly Explained[]): unknown {
  const root: Record<string, unknown> = {};
  for (const { path, value } of values) {
    let at = root as Record<string | number, unknown>;
    for (const [depth, key] of path.entries()) {
      if (depth === path.length - 1) at[key] = value;
      else at[key] ??= typeof path[depth + 1] === "number" ? [] : {};
      at = at[key] as typeof at;
    }
  }
  return root;
}
