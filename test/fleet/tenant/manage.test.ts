import { describe, expect, test } from "vitest";
import { declared, fleetYaml, folder, problemsOf, tenantProblems, tenantYaml } from "../sources.ts";

const budget = `${fleetYaml}deletionBudget: {}\n`;
const acme = (more: string, fleet = budget) => tenantProblems(tenantYaml("acme", more), fleet);

describe("manage", () => {
  test("takes what the list is all of, if the file has the list and the fleet a budget", () => {
    expect(acme("roles: []\nmanage: { roles: exclusive, apiKeys: additive }\n")).toEqual([]);
    expect(acme("manage: { roles: exclusive }\n")).toEqual([
      "5:18: manage.roles: is exclusive, and this tenant has no roles: list them, or write [] for none",
    ]);
    expect(acme("openai: { project: {} }\nmanage: { serviceAccounts: exclusive }\n")).toEqual([
      "6:28: manage.serviceAccounts: is exclusive, and this tenant has no openai.project.serviceAccounts: list them, or write [] for none",
    ]);
    expect(acme("roles: []\nmanage: { roles: exclusive }\n", fleetYaml)).toEqual([
      "6:18: manage.roles: removes what no file declares, so fleet.yaml needs a deletionBudget: {} takes the default one",
    ]);
    expect(acme("manage: { connectors: exclusive, rolls: additive }\n")).toEqual([
      "5:11: manage.connectors: can't be told: WorkOS lists every provider, whether the customer configured it or not",
      "5:34: manage.rolls: unknown field, did you mean roles?",
    ]);
  });

  test("a plan can say it for its tenants", () => {
    const fleet = budget.replace("starter: {}", "starter: { defaults: { manage: { roles: exclusive } } }");
    expect(acme("roles: []\n", fleet)).toEqual([]);
    expect(acme("", fleet)).toEqual([
      "1:1: manage.roles: is exclusive, and this tenant has no roles: list them, or write [] for none",
    ]);
  });
});

describe("a list is watched", () => {
  const watched = (more: string) =>
    declared(more).watched.map(({ list, owner, exclusive, declared }) => [
      owner === undefined ? list : `${list} of ${owner}`,
      exclusive,
      declared.length,
    ]);

  test("if the file has it, an empty one too", () => {
    expect(watched("")).toEqual([]);
    expect(watched("roles: []\ndomains: [{ domain: acme.example }]\n")).toEqual([
      ["domains", false, 1],
      ["roles", false, 0],
    ]);
  });

  test("at OpenAI if the file says who is there", () => {
    const project = "openai: { project: {} }\n";
    expect(watched(`${project}members: [{ email: a@acme.example, roles: [member] }]\n`)).toEqual([
      ["members", false, 1],
    ]);
    expect(watched(`${project}members: [{ email: a@acme.example, openai: member }]\n`)).toEqual([
      ["members", false, 0],
      ["members at OpenAI", false, 1],
    ]);
  });

  test("with the keys of each account, by itself", () => {
    const account = (name: string, keys = "") => `{ name: ${name}${keys} }`;
    const accounts = [account("a", ", keys: [{ name: k, scopes: all }]"), account("b", ", keys: []"), account("c")];
    expect(watched(`openai: { project: { serviceAccounts: [${accounts.join(", ")}] } }\n`)).toEqual([
      ["serviceAccounts", false, 3],
      ["keys of a", false, 1],
      ["keys of b", false, 0],
    ]);
  });

  test("by the date, where another day's file has other keys", () => {
    const dates = "rotation: { every: 30d, from: 2026-01-01 }";
    const keys = ["{ name: a, rotation: { epoch: one } }", "{ name: b }"];
    const byDate = (more: string) => declared(more).watched.flatMap(({ list, byDate }) => (byDate ? [list] : []));
    expect(byDate(`apiKeys: [${keys.join(", ")}]\n`)).toEqual([]);
    expect(byDate(`roles: []\napiKeys: [${keys.join(", ")}, { name: c, ${dates} }]\n`)).toEqual(["apiKeys"]);
    const account = (name: string, more: string) => `{ name: ${name}, ${more}keys: [{ name: k, scopes: all }] }`;
    const accounts = [account("a", ""), account("b", `${dates}, `)];
    expect(byDate(`openai: { project: { serviceAccounts: [${accounts.join(", ")}] } }\n`)).toEqual([
      "serviceAccounts",
      "keys",
    ]);
  });

  test("until the tenant is leaving", () => {
    expect(watched("roles: []\nstatus: offboarding\n")).toEqual([]);
  });
});

describe("deletionBudget", () => {
  const leaving = (fleet: string, ...slugs: string[]) => {
    const status = (slug: string) => (slug.startsWith("gone") ? "status: offboarding\n" : "");
    const files = Object.fromEntries(slugs.map((slug) => [slug, tenantYaml(slug, status(slug))]));
    return problemsOf(folder(files, fleetYaml + fleet));
  };

  test("says how many tenants may be leaving at once, by number and by share, rounded up", () => {
    expect(leaving("deletionBudget: { tenants: 1 }\n", "gone-a", "bank")).toEqual([]);
    expect(leaving("deletionBudget: { tenants: 1 }\n", "gone-a", "gone-b", "bank")).toEqual([
      "fleet/fleet.yaml:8:28: deletionBudget.tenants: allows 1 at once, and 2 are offboarding: " +
        "fleet/tenants/gone-a.yaml, fleet/tenants/gone-b.yaml",
    ]);
    expect(leaving("deletionBudget: { percentOfTenants: 34 }\n", "gone-a", "gone-b", "bank")).toEqual([]);
    expect(leaving("deletionBudget: { percentOfTenants: 33 }\n", "gone-a", "gone-b", "bank")).toEqual([
      "fleet/fleet.yaml:8:37: deletionBudget.percentOfTenants: allows 33 % of 3, 1 at once, and 2 are offboarding: " +
        "fleet/tenants/gone-a.yaml, fleet/tenants/gone-b.yaml",
    ]);
  });

  test("has whole numbers", () => {
    expect(
      leaving("deletionBudget: { resourcesPerRun: -1, membersPerTenant: 1.5, irreversible: token }\n", "bank"),
    ).toEqual([
      "fleet/fleet.yaml:8:36: deletionBudget.resourcesPerRun: must be at least 0",
      "fleet/fleet.yaml:8:58: deletionBudget.membersPerTenant: expected a whole number, found 1.5",
      expect.stringMatching(
        /^fleet\/fleet\.yaml:8:63: deletionBudget\.irreversible: unknown field; known are tenants, /,
      ),
    ]);
  });
});
