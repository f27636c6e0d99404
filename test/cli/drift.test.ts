import { expect, test } from "vitest";
import { driftText } from "../../cli/commands/drift.ts";
import { type DriftReport, driftOf } from "../../cli/drift.ts";
import type { Stored } from "../../cli/pulumi.ts";
import { printableJson } from "../../providers/contract/printable.ts";
import type { Inspector } from "../../providers/runtime.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";

const now = Date.UTC(2026, 10, 22, 12);

const stored = (token: string, name: string, id: string, more: object = {}): Stored => ({
  ...{ urn: `urn:pulumi:p::fleet::x::${name}`, type: `pulumi-nodejs:dynamic/${token}`, id, ...more },
});
const organization = stored("workos:Organization", "acme/workos-organization", "org_1");
const role = stored("workos:OrganizationRole", "acme/workos-organization-role/org-engineer", "role_1");
const permission = stored("workos:Permission", "catalogue/workos-permission/a:b", "perm_1");
const own = stored("openai:Group", "my group", "group_1");
const watch = stored("tenantry:Undeclared", "catalogue/tenantry-undeclared", "undeclared");
const change = {
  ...{ id: "event_1", event: "organization_role.updated", at: new Date(now), by: "dana (dashboard)", data: {} },
  actor: { id: "user_1", name: "dana@ours.example", through: "dashboard" },
};

type Found = Awaited<ReturnType<Inspector["look"]>>;

const inspector = (found: Record<string, Found | Error>, strays: Awaited<ReturnType<Inspector["undeclared"]>> = []) =>
  ({
    down: new Map<string, string>(),
    async look({ id }) {
      const one = found[id];
      if (one instanceof Error) throw one;
      return one;
    },
    undeclared: async () => strays,
    now: () => now,
    withhold: (text) => text,
  }) satisfies Inspector;

const stray = (name: string, stays?: string) => ({
  ...{ tenant: "acme", collection: "roles", of: "workos:OrganizationRole" },
  stray: { id: `id of ${name}`, name, inputs: {}, outputs: {}, stays },
  change: undefined,
});

test("differences are told by tenant, each with who did it or null, and what state gives up is not looked at", async () => {
  const found = inspector(
    {
      role_1: { kind: "changed", fields: [{ field: "name", from: "A", to: "B" }], change },
      perm_1: { kind: "deleted", fields: [], change: undefined },
      group_1: { kind: "changed", fields: [], change: undefined },
      old: new Error("was looked at"),
    },
    [stray("org-temp", "one of 2 of that name")],
  );
  const going = stored("workos:Group", "acme/workos-group/a", "old", { delete: true });
  const others = { urn: "urn:pulumi:p::fleet::aws:s3/bucket::b", type: "aws:s3/bucket", id: "old" };
  const report = await driftOf([organization, role, permission, own, watch, going, others], found);
  expect(report).toMatchObject({
    looked: 4,
    unseen: [],
    differences: [
      { tenant: null, name: "my group", type: "openai:Group", id: "group_1" },
      {
        ...{ kind: "changed", tenant: "acme", name: "org-engineer", urn: role.urn, reason: null, goneWith: null },
        attribution: {
          ...{ by: "dana@ours.example", through: "dashboard", event: "organization_role.updated" },
          at: "2026-11-22T12:00:00.000Z",
        },
      },
      {
        kind: "undeclared",
        tenant: "acme",
        name: "org-temp",
        urn: null,
        reason: "one of 2 of that name",
        attribution: null,
      },
      { kind: "deleted", tenant: "catalogue", name: "a:b", attribution: null },
    ],
  });
  expect((await driftOf([organization, role, permission, own], found, { tenant: "catalogue" })).differences).toEqual(
    report.differences.filter(({ tenant }) => tenant === "catalogue"),
  );
});

test("what went with something else names it, and a person is told once", async () => {
  const gone = (home?: string): Found => ({ kind: "deleted", fields: [], change: undefined, ...(home && { home }) });
  const report = await driftOf([organization, role], inspector({ org_1: gone(), role_1: gone("org_1") }));
  expect(report.differences.map(({ id, goneWith }) => [id, goneWith])).toEqual([
    ["org_1", null],
    ["role_1", "org_1"],
  ]);
  expect(driftText(report)).toContain("WorkOS organization org_1: with the 1 object in it");
  expect(driftText(report)).not.toContain("org-engineer");
  // One that went while its home stands, by itself.
  const alone = await driftOf([organization, role], inspector({ role_1: gone("org_1") }));
  expect(alone.differences).toMatchObject([{ id: "role_1", goneWith: null }]);
});

test("what could not be seen is told, and is no difference", async () => {
  const lists = [{ tenant: "acme", collection: "roles", unseen: "403" }];
  const report = await driftOf([role, watch], inspector({ role_1: new Error("500 for a while") }, lists));
  expect(report.differences).toEqual([]);
  expect(report.unseen).toEqual([
    { tenant: "acme", name: "acme/workos-organization-role/org-engineer", reason: "500 for a while" },
    { tenant: "acme", name: "what else there is of roles", reason: "403" },
  ]);
  const text = driftText(report);
  expect(text).toContain("could not see  acme/workos-organization-role/org-engineer: 500 for a while");
  expect(text).toContain("No difference in what could be seen, which is not all of it.");
  expect(text).not.toContain("as state has");
  const gone: Found = { kind: "deleted", fields: [], change: undefined };
  const some = await driftOf([role, organization], inspector({ role_1: gone, org_1: new Error("500") }));
  expect(driftText(some)).toContain("1 difference: 1 deleted. Not all could be seen, nothing was written.");
});

test("a tenant that state does not have is an error, and not one without a difference", async () => {
  const look = inspector({ role_1: new Error("was looked at") });
  await expect(driftOf([role], look, { tenant: "acne" })).rejects.toThrow("The stack has nothing of a tenant acne.");
  expect(await driftOf([], look, { tenant: "catalogue" })).toEqual({ looked: 0, differences: [], unseen: [] });
});

test("a key is overdue once the day of its rotation has come, or when it is older than it may be", async () => {
  const rotation = { every: "30d", from: "2026-10-01", overlap: "1d" };
  const tenant = {
    ...{ urn: "urn:pulumi:p::fleet::tenantry:index:Tenant::acme", type: "tenantry:index:Tenant" },
    inputs: {
      tenant: "acme",
      name: "Acme",
      plan: "",
      status: "active",
      apiKeys: [{ name: "ingest", rotation }, { name: "old" }],
    },
  };
  const key = (name: string, createdAt: string, epoch?: string) =>
    stored("workos:OrganizationApiKey", `acme/workos-organization-api-key/${name}`, name, {
      outputs: { createdAt, ...(epoch && { __epoch: epoch }) },
    });
  const keys = [
    tenant,
    key("ingest/2026-10-01", "2026-10-01T09:00:00Z", "current"),
    key("ingest/2026-09-01", "2026-09-01T09:00:00Z", "previous"),
    key("old", "2025-11-22T09:00:00Z"),
  ];
  const told = async (maxKeyAgeDays?: number) =>
    (await driftOf(keys, inspector({}), { maxKeyAgeDays })).differences.map(({ kind, name, reason }) => [
      kind,
      name,
      reason,
    ]);
  const due = ["overdue", "ingest/2026-10-01", "52 days old, should have rotated on 2026-10-31"];
  expect(await told()).toEqual([due]);
  expect(await told(364)).toEqual([due, ["overdue", "old", "365 days old"]]);
  expect(await told(365)).toEqual([due]);
});

const difference = (index: number, tenant: string): DriftReport["differences"][number] => ({
  ...{ kind: "changed", tenant, type: "workos:OrganizationRole", name: `org-${index}`, id: `role_${index}`, urn: "u" },
  ...{ fields: [{ field: "name", from: "A", to: "B" }], reason: null, goneWith: null, attribution: null },
});

test("a person gets one screen, 80 wide, that says how much is beyond it", () => {
  const differences = Array.from({ length: 200 }, (_, index) => difference(index, `tenant-${index % 20}`));
  const lines = driftText({ looked: 500, differences, unseen: [] }).split("\n");
  expect(lines.length).toBeLessThan(50);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.join("\n")).toMatch(/and \d+ differences more: --tenant shows one tenant, --json has all/);
  const ofOne = driftText({
    looked: 500,
    differences: differences.map((one) => ({ ...one, tenant: "acme" })),
    unseen: [],
  });
  expect(ofOne.split("\n").length).toBeLessThan(50);
  expect(ofOne).toContain("acme: 200 differences\n");
  expect(ofOne).toMatch(/and 18\d differences more: --json has all\n\n200 differences: 200 changed\./);
});

test("names and values of others are text and nothing else", () => {
  const one = {
    ...difference(1, "acme"),
    name: hostileText,
    reason: hostileText,
    fields: [{ field: "name", from: hostileText, to: hostileText }],
  };
  const attribution = { by: hostileText, through: hostileText, event: hostileText, at: "2026-11-22T12:00:00.000Z" };
  const unseen = [{ tenant: "acme", name: hostileText, reason: hostileText }];
  const text = driftText({ looked: 1, differences: [{ ...one, attribution }], unseen });
  expect(text.split("\n").flatMap(harm)).toEqual([]);
  // A program has them as they are, in JSON's own escapes.
  const report = { looked: 1, differences: [{ ...one, attribution }], unseen };
  const json = printableJson(report);
  expect(json.split("\n").flatMap(harm)).toEqual([]);
  expect(JSON.parse(json).differences[0].fields[0].to).toContain("\u001b");
});
