import { afterEach, describe, expect, test, vi } from "vitest";
import { forecastText } from "../../cli/commands/forecast.ts";
import { forecastOf } from "../../cli/forecast.ts";
import type { Stored } from "../../cli/pulumi.ts";
import { Rehearsal } from "../../cli/rehearsal.ts";
import { composeFleet, declareFleet } from "../../fleet/index.ts";
import { Pacer, type RateLimit } from "../../providers/http/pacing.ts";
import { openai } from "../../providers/openai/client.ts";

const tenAMinute: RateLimit = { requests: 10, windowMs: 60_000 };
const noLimits = { vendor: "WorkOS", pacer: new Pacer(() => undefined), overall: undefined } as const;
const limits = {
  workos: noLimits,
  openai: { vendor: "OpenAI", pacer: new Pacer(() => tenAMinute), overall: undefined },
} as const;

const rehearsed = (workos: Record<string, number>, openai: Record<string, number> = {}) => ({
  workos,
  openai,
  guessed: [],
});

describe("how long limits hold a run up", () => {
  test.each([
    [10, 0],
    [11, 60],
    [20, 60],
    [300, 29 * 60],
  ])("%i requests at ten a minute take %i seconds at least", (count, seconds) => {
    const forecast = forecastOf("up", rehearsed({ "GET /a": 500 }, { "POST /b": count, "GET /c": 5 }), limits, 0);
    expect(forecast).toMatchObject({ requests: 505 + count, writes: count, seconds });
    expect(forecast.vendors[1]?.heldBy).toEqual(seconds === 0 ? null : { route: "POST /b", requestsPerMinute: 10 });
  });

  test("what an earlier run learned counts, and what it has just sent", () => {
    const learned = { requests: 7, refusedAt: 0, started: [0, 0, 0, 0, 0, 0, 0] };
    const pacer = new Pacer(() => tenAMinute, { recall: () => learned, keep: () => {} });
    const openai = { vendor: "OpenAI", pacer, overall: undefined } as const;
    const forecast = forecastOf("refresh", rehearsed({}, { "GET /b": 7 }), { workos: noLimits, openai }, 10_000);
    expect(forecast.vendors[1]).toMatchObject({ seconds: 50, heldBy: { requestsPerMinute: 7 } });
  });

  test("what all routes together may be asked counts as well", () => {
    const workos = { ...noLimits, overall: { requests: 6000, windowMs: 60_000 } };
    const counts = rehearsed({ "GET /a": 6000, "POST /b": 6001 });
    expect(forecastOf("up", counts, { ...limits, workos }, 0).vendors[0]).toMatchObject({
      ...{ seconds: 120, heldBy: { route: null, requestsPerMinute: 6000 } },
    });
  });

  test("OpenAI, which documents none, is taken to allow ten a minute of each route until a run has learned better", () => {
    expect(openai.limits().limitOf("GET /any")).toEqual(tenAMinute);
  });
});

test("a person is told how many, how long, and which limit it is", () => {
  const forecast = forecastOf(
    "up",
    { ...rehearsed({ "GET /a": 3 }, { "POST /b/{id}/c": 40 }), guessed: ["x"] },
    limits,
    0,
  );
  expect(forecastText([forecast, forecastOf("preview", rehearsed({ "GET /a": 1 }), limits, 0)])).toBe(
    [
      "pulumi up       43 requests, 40 of which change something: at least 3 min, by",
      "                limits",
      "  WorkOS  3 requests, most to GET /a (3)",
      "  OpenAI  40 requests, 3 min: 10 a minute of POST /b/{id}/c",
      "  1 of its resources could not be rehearsed, and are counted by their lists",
      "  alone: --json names them",
      "",
      "pulumi preview  1 request: no limit holds it up",
      "  WorkOS  1 request, most to GET /a (1)",
    ].join("\n"),
  );
});

const fleet = (tenants: Record<string, string>) => {
  const files = Object.entries(tenants).map(([slug, more]) => ({
    path: `tenants/${slug}.yaml`,
    text: `schemaVersion: 1\ntenant: ${slug}\nname: ${slug} Ltd\nowner: a@ours.example\n${more}`,
  }));
  const top = {
    path: "fleet.yaml",
    text: "schemaVersion: 1\nenvironment: { name: p, mode: test, region: eu }\nplans: { basic: {} }\ndefaultPlan: basic\n",
  };
  const { catalogue, tenants: declared } = declareFleet(composeFleet({ fleet: top, tenants: files }));
  return [...catalogue.resources, ...declared.flatMap(({ resources }) => resources)];
};

describe("a rehearsal", () => {
  const rehearsals: Rehearsal[] = [];
  const of = async (stored: readonly Stored[] = []) => {
    const rehearsal = await Rehearsal.of(stored);
    rehearsals.push(rehearsal);
    return rehearsal;
  };
  afterEach(async () => {
    await Promise.all(rehearsals.splice(0).map((one) => one.close()));
  });

  test("is of what is declared, then of what that leaves: nothing to do, a change, something that goes", async () => {
    const role = "roles: [{ slug: org-engineer, name: Engineer }]\n";
    const rehearsal = await of();
    const preview = await rehearsal.preview(fleet({ acme: role }));
    expect(preview.workos).not.toHaveProperty("POST /organizations");
    expect((await rehearsal.up(fleet({ acme: role }))).workos).toMatchObject({
      ...{ "POST /organizations": 1, "POST /authorization/organizations/{id}/roles": 1 },
    });
    expect(await rehearsal.up(fleet({ acme: role }))).toEqual({
      ...{ workos: { "GET /authorization/roles": 1 }, openai: { "GET /organization/projects": 1 }, guessed: [] },
    });
    const renamed = await rehearsal.up(fleet({ acme: role.replace("Engineer }", "Boss }") }));
    expect(renamed.workos).toMatchObject({ "PATCH /authorization/organizations/{id}/roles/{id}": 1 });
    const removed = await rehearsal.up(fleet({ acme: "" }));
    expect(removed.workos).toMatchObject({ "DELETE /authorization/organizations/{id}/roles/{id}": 1 });
  });

  test("begins with what state has, under ids of its own, without a secret of it", async () => {
    const stored = (type: string, name: string, id: string, inputs: object, more: object = {}): Stored => ({
      ...{ urn: `urn:pulumi:p::f::x::${name}`, type: `pulumi-nodejs:dynamic/${type}`, id, inputs: { ...inputs } },
      ...more,
    });
    const organization = stored("workos:Organization", "acme/workos-organization", "org_01JZ0000000000000000000000", {
      ...{ externalId: "acme", name: "Acme", __account: "role_another", __stack: "o/p/s", __provider: "x" },
    });
    const role = stored(
      "workos:OrganizationRole",
      "acme/workos-organization-role/org-engineer",
      "role_01JZ0000000000000000000000",
      { organizationId: organization.id, slug: "org-engineer", name: "Engineer" },
      { dependencies: [organization.urn] },
    );
    const gone = { ...role, urn: `${role.urn}-old`, delete: true };
    const watching = stored("tenantry:Undeclared", "catalogue/tenantry-undeclared", "undeclared", {
      kinds: { roles: ["workos:OrganizationRole", "organizationId"] },
      tenants: { acme: [{ in: [organization.id], has: { roles: ["org-engineer"] } }] },
    });
    const foreign = { urn: "urn:pulumi:p::f::aws::b", type: "aws:s3/bucket", id: "b" };
    const rehearsal = await of([watching, organization, role, gone, foreign]);
    expect(await rehearsal.refresh()).toEqual({
      workos: {
        "GET /authorization/roles": 1,
        "GET /organizations/{id}": 1,
        "GET /authorization/organizations/{id}/roles": 1,
      },
      openai: {},
      guessed: [],
    });
  });

  test("counts the list of what it cannot play, and names it", async () => {
    const target = {
      ...{ urn: "urn:pulumi:p::f::x::acme/workos-group/a", type: "pulumi-nodejs:dynamic/workos:Group", id: "group_1" },
      inputs: { organizationId: "org_unknown", name: "" },
    };
    const { workos, guessed } = await (await of([target])).refresh();
    expect([workos, guessed]).toEqual([{ "GET /organizations/{id}/groups": 1 }, ["acme/workos-group/a"]]);
  });

  test("says nothing to anybody", async () => {
    const said = [vi.spyOn(console, "error"), vi.spyOn(console, "log")];
    await (await of()).up(
      fleet({ acme: "openai: { project: { serviceAccounts: [{ name: a, keys: [{ name: k, scopes: all }] }] } }\n" }),
    );
    for (const spy of said) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});
