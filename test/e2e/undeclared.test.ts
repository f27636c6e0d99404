import { afterAll, beforeAll, expect, test } from "vitest";
import { HISTORY_EVENTS } from "../../providers/workos/history.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/*
 * What a colleague makes in the dashboards and no file declares: told by a refresh, left alone, and removed only where a file says
 * that its list is all there may be, within a budget.
 */

const fleetYaml = (budget: string) => `schemaVersion: 1
environment: { name: production, mode: test, region: eu }
plans: { starter: {} }
defaultPlan: starter
deletionBudget: ${budget}
`;
const tenant = (slug: string, more: string) => `schemaVersion: 1
tenant: ${slug}
name: ${slug} Ltd
owner: ingrid.dahl@loomline.example
${more}`;
const lists = (
  slug: string,
  roles = "",
  members = `{ email: "astrid@${slug}.example", roles: [org-engineer], openai: member }`,
) => `domains: []
apiKeys: [{ name: ingest }]
roles: [{ slug: org-engineer, name: Engineer }${roles}]
members: [${members}]
applications: []
openai: { project: { serviceAccounts: [{ name: runner, keys: [{ name: main, scopes: all }] }] } }
`;
/** With somebody who will go by another address. */
const ofAcme = (roles = "") =>
  lists("acme", roles).replace("members: [", "members: [{ email: berg@acme.example, roles: [org-engineer] }, ");
/** With a key that rotates by dates. */
const ofKestrel = () =>
  lists("kestrel").replace(
    "apiKeys: [",
    "apiKeys: [{ name: nightly, rotation: { every: 90d, from: 2026-01-01, overlap: 24h } }, ",
  );
const exclusive =
  "manage: { domains: exclusive, apiKeys: exclusive, roles: exclusive, members: exclusive, applications: exclusive, serviceAccounts: exclusive }\n";

const UP = ["up", "--skip-preview", "--yes"];

let folder: FleetFolder;

const workos = () => folder.emulators.workos.as("dana@ourcompany.example");
const openai = () => folder.emulators.openai.as("dana@ourcompany.example");

beforeAll(async () => {
  folder = await createFleetFolder("undeclared", {
    "fleet.yaml": fleetYaml("{}"),
    "tenants/acme.yaml": tenant("acme", ofAcme() + exclusive),
    "tenants/kestrel.yaml": tenant("kestrel", ofKestrel()),
    // A file that says nothing of a list is not asked about it.
    "tenants/finch.yaml": tenant("finch", "openai: { project: {} }\n"),
  });
  await ran(UP);
});
afterAll(() => folder?.close());

async function ran(args: readonly string[]): Promise<string> {
  const { code, output } = await folder.pulumi(args);
  expect(code, `pulumi ${args.join(" ")}: ${output}`).toBe(0);
  return output;
}

async function refused(args: readonly string[]): Promise<string> {
  const { code, output } = await folder.pulumi(args);
  expect(code, `pulumi ${args.join(" ")}: ${output}`).not.toBe(0);
  return output;
}

/** What one customer has at both vendors, by the names that people know. */
async function held(slug: string): Promise<Record<string, string[]>> {
  // biome-ignore lint/suspicious/noExplicitAny: what the vendors answer
  type Rows = { data: any[] };
  const organizations: Rows = await workos().get("/organizations?limit=100");
  const organization = organizations.data.find(({ external_id }) => external_id === slug);
  const projects: Rows = await openai().get("/organization/projects?limit=100");
  const project = projects.data.find(({ name }) => name === slug);
  const at = async (path: string): Promise<Rows["data"]> => (await workos().get(path)).data;
  const inProject = async (path: string): Promise<Rows["data"]> =>
    (await openai().get(`/organization/projects/${project.id}/${path}`)).data;
  const accounts = await inProject("service_accounts");
  const keys = await inProject("api_keys?owner_project_access=any");
  const invitations = await at(`/user_management/invitations?limit=100&organization_id=${organization.id}`);
  const applications = await at("/connect/applications?limit=100");
  const roles = await at(`/authorization/organizations/${organization.id}/roles`);
  const named = (rows: Rows["data"], name: (row: Rows["data"][number]) => string) => rows.map(name).sort();
  return {
    domains: named(organization.domains, ({ domain }) => domain),
    roles: named(roles, ({ slug }) => slug).filter((role) => role.startsWith("org-")),
    apiKeys: named(await at(`/organizations/${organization.id}/api_keys?limit=100`), ({ name }) => name),
    members: named(
      await at(`/user_management/organization_memberships?limit=100&organization_id=${organization.id}`),
      ({ user }) => user.email,
    ),
    people: named(
      invitations.filter(({ state }) => state === "pending"),
      ({ email }) => email,
    ),
    applications: named(applications, ({ name, organization_id }) =>
      organization_id === organization.id ? name : "",
    ).filter(Boolean),
    accounts: named(accounts, ({ name }) => name),
    keys: named(keys, ({ name }) => name),
  };
}

/** A colleague's afternoon in the dashboards. */
async function interfere(slug: string): Promise<void> {
  const { data } = await workos().get("/organizations?limit=100");
  const { id } = data.find(({ external_id }: { external_id: string }) => external_id === slug);
  await workos().post(`/authorization/organizations/${id}/roles`, { slug: "org-temp", name: "Temp" });
  await workos().post(`/organizations/${id}/api_keys`, { name: "zapier" });
  await workos().post(`/organizations/${id}/api_keys`, { name: "trial", expires_at: "2046-11-01T00:00:00.000Z" });
  await workos().post("/connect/applications", { name: "Shadow", application_type: "m2m", organization_id: id });
  await workos().post("/user_management/invitations", { email: `eve@${slug}.example`, organization_id: id });
  await workos().post("/organization_domains", { domain: `${slug}-labs.example`, organization_id: id });
  const projects = await openai().get("/organization/projects?limit=100");
  const project = projects.data.find(({ name }: { name: string }) => name === slug);
  const account = `/organization/projects/${project.id}/service_accounts`;
  await openai().post(account, { name: "shadow", create_service_account_only: true });
}

const BY_DANA = "by dana@ourcompany.example (dashboard)";
const INTERFERED = {
  domains: (slug: string) => [`${slug}-labs.example`],
  roles: ["org-engineer", "org-temp"],
  apiKeys: ["ingest", "trial", "zapier"],
};

/** Berg of Acme accepts, and goes by another address from then on. */
async function bergMoves(): Promise<void> {
  const { data } = await workos().get("/user_management/invitations?limit=100&email=berg@acme.example");
  await workos().post(`/user_management/invitations/${data[0].id}/accept`, {});
  const users = await workos().get("/user_management/users?email=berg@acme.example");
  await workos().put(`/user_management/users/${users.data[0].id}`, { email: "berg@home.example" });
}

test("a refresh tells what no file declares and who made it, and of a list that is not in a file nothing", async () => {
  for (const slug of ["acme", "kestrel", "finch"]) await interfere(slug);
  await bergMoves();
  const { data } = await workos().get("/organizations?limit=100");
  const { id } = data.find(({ external_id }: { external_id: string }) => external_id === "kestrel");
  await workos().post(`/organizations/${id}/api_keys`, { name: "ingest" });
  const before = { writes: folder.writes() };

  const output = await ran(["refresh", "--skip-preview", "--yes"]);
  const lineOf = (slug: string) =>
    output.split("\n").findLast((line) => line.includes(`tenant ${slug} has in no file: `)) ?? "";
  for (const slug of ["acme", "kestrel"]) {
    const line = lineOf(slug);
    expect(line).toContain(`domains ${slug}-labs.example (${BY_DANA}, organization_domain.created at `);
    expect(line).toContain(`roles org-temp (${BY_DANA}, organization_role.created at `);
    expect(line).toContain(`zapier (${BY_DANA}, api_key.created at `);
    expect(line).toContain("ends 2046-11-01T00:00:00.000Z)");
    expect(line).toContain("applications Shadow/m2m");
    expect(line).toContain(`members eve@${slug}.example`);
    expect(line).toContain("serviceAccounts shadow");
    expect(line).not.toContain("org-engineer");
    expect(line).not.toMatch(/astrid|berg/);
    expect(line).not.toContain("runner");
  }
  // Names do not tell which of the two is ours.
  expect(
    lineOf("kestrel").match(/ingest \([^,]*, [^,]*, one of 2 of that name, of which one is declared\)/g),
  ).toHaveLength(2);
  expect(lineOf("acme")).not.toContain("ingest");
  expect(lineOf("kestrel")).toMatch(/: it stays as it is$/);
  expect(lineOf("acme")).toMatch(
    /: the next `pulumi up` removes what does not end by itself, unless a file has it by then$/,
  );
  expect(output).not.toContain("finch has in no file");
  // Only the exclusive one is a difference.
  expect(output).toMatch(/~ 1 updated/);
  expect(folder.writes()).toBe(before.writes);
});

test("`tenantry status` names from state what is to be removed, beside open invitations and keys, and asks nobody", async () => {
  const asked = () => folder.emulators.workos.requests.total + folder.emulators.openai.requests.total;
  const before = asked();
  const { code, output } = await folder.tenantry("status", "acme", "--json");
  expect(code, output).toBe(0);
  expect(asked()).toBe(before);
  const [status, ...others] = JSON.parse(output);
  expect(others).toEqual([]);
  const person = { email: "astrid@acme.example", state: "pending", expiresAt: expect.stringMatching(/^20.*Z$/) };
  const key = { ageDays: expect.any(Number), createdAt: expect.stringMatching(/^20.*Z$/), endsAt: null };
  expect(status).toMatchObject({
    tenant: "acme",
    status: "active",
    invitations: [
      { ...person, vendor: "WorkOS" },
      { ...person, vendor: "OpenAI" },
    ],
    keys: [
      { ...key, vendor: "WorkOS", kind: "API key", name: "ingest", rotation: null, replaced: false },
      { ...key, vendor: "OpenAI", kind: "service account key", name: "runner/main", rotation: null, replaced: false },
    ],
    toBeRemoved: {
      domains: ["acme-labs.example"],
      roles: ["org-temp"],
      apiKeys: ["zapier"],
      applications: ["Shadow/m2m"],
      members: ["eve@acme.example"],
      serviceAccounts: ["shadow"],
    },
  });
});

test("`tenantry drift` tells the same of both kinds of lists, with who made it, and changes nothing", async () => {
  const [state, writes] = [folder.storedState(), folder.writes()];
  const { code, output } = await folder.tenantry("drift", "--json", "--max-key-age", "1");
  expect(code, output).toBe(0);
  expect([folder.storedState() === state, folder.writes()]).toEqual([true, writes]);
  const { differences, unseen } = JSON.parse(output);
  expect(unseen).toEqual([]);
  const of = (slug: string) =>
    differences
      .filter(({ tenant, kind }: { tenant: string; kind: string }) => tenant === slug && kind === "undeclared")
      .map(({ type, name }: { type: string; name: string }) => `${type} ${name}`);
  const found = (slug: string) => [
    "openai:ServiceAccount shadow",
    "workos:ConnectApplication Shadow/m2m",
    `workos:Member eve@${slug}.example`,
    ...["trial", "zapier"].map((key) => `workos:OrganizationApiKey ${key}`),
    `workos:OrganizationDomain ${slug}-labs.example`,
    "workos:OrganizationRole org-temp",
  ];
  expect(of("acme")).toEqual(found("acme"));
  const ingest = "workos:OrganizationApiKey ingest";
  expect(of("kestrel").filter((one: string) => one !== ingest)).toEqual(found("kestrel"));
  expect(of("kestrel").filter((one: string) => one === ingest)).toHaveLength(2);
  expect(of("finch")).toEqual([]);
  const role = differences.find(({ tenant, name }: Told) => tenant === "acme" && name === "org-temp");
  expect(role).toMatchObject({
    urn: null,
    attribution: { by: "dana@ourcompany.example", through: "dashboard", event: "organization_role.created" },
  });
});

type Told = Readonly<Record<string, string>>;

test("what an exclusive list does not have is a difference of the next preview, which the budget stops", async () => {
  const before = folder.writes();
  const output = await refused(["preview"]);
  expect(output).toContain(
    "tenantry:Undeclared tenant acme: to be removed, since no file has it: apiKeys zapier; applications Shadow/m2m; " +
      "domains acme-labs.example; members eve@acme.example; roles org-temp; serviceAccounts shadow",
  );
  expect(output).toContain(
    "stays: this run would remove or replace at least 6 resources of tenant acme, and deletionBudget.resourcesPerTenant of " +
      "fleet.yaml allows 5. If they are meant to go, raise it for this change, or let them go in several.",
  );
  expect(output).not.toContain("kestrel");
  await refused(UP);
  expect(folder.writes()).toBe(before);
});

test("an up removes what the budget allows and no file has by then, and nothing of anybody else", async () => {
  const others = { kestrel: await held("kestrel"), finch: await held("finch") };
  folder.write("fleet.yaml", fleetYaml("{ resourcesPerTenant: 6 }"));
  folder.write("tenants/acme.yaml", tenant("acme", ofAcme(", { slug: org-temp, name: Temp }") + exclusive));
  const before = folder.writes();
  await ran(UP);
  // An API key is ended before it is deleted.
  expect(folder.writes() - before).toBe(6);
  expect(await held("acme")).toEqual({
    domains: [],
    roles: INTERFERED.roles,
    apiKeys: ["ingest", "trial"],
    members: ["berg@home.example"],
    people: ["astrid@acme.example"],
    applications: [],
    accounts: ["runner"],
    keys: ["main"],
  });
  expect({ kestrel: await held("kestrel"), finch: await held("finch") }).toEqual(others);

  const asked = folder.emulators.workos.requests.total;
  await ran(["preview", "--expect-no-changes"]);
  expect(folder.emulators.workos.requests.total - asked).toBe(1);
});

test("what a run has just found stays in that run, a key that is rotated takes nothing along, and the next run removes it", async () => {
  const { data } = await workos().get("/organizations?limit=100");
  const { id } = data.find(({ external_id }: { external_id: string }) => external_id === "acme");
  await workos().post(`/authorization/organizations/${id}/roles`, { slug: "org-late", name: "Late" });
  // What a run finds by itself nobody has seen yet.
  await ran([...UP, "--refresh"]);
  expect((await held("acme")).roles).toEqual(["org-engineer", "org-late", "org-temp"]);
  const { code, output } = await folder.tenantry("rotate", "acme", "ingest", "--yes");
  expect(code, output).toBe(0);
  expect((await held("acme")).roles).toEqual(["org-engineer", "org-late", "org-temp"]);

  await ran(UP);
  expect((await held("acme")).roles).toEqual(["org-engineer", "org-temp"]);
});

test("`tenantry log` has every event of the customer once, newest first, and tells whose it was", async () => {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const { data } = await workos().get("/organizations?limit=100");
  const { id } = data.find(({ external_id }: { external_id: string }) => external_id === "acme");
  const events: { event: string; created_at: string; context: { actor: { source: string } } }[] = [];
  for (let after = ""; ; ) {
    const cursor = after === "" ? `range_start=${since}` : `after=${after}`;
    const page = await workos().get(`/events?limit=100&order=asc&organization_id=${id}&${cursor}`);
    events.push(...page.data);
    after = page.list_metadata.after ?? "";
    if (after === "") break;
  }
  const ways: Readonly<Record<string, string>> = { api: "tenantry", dashboard: "around", system: "vendor" };
  const there = events
    .filter(({ event }) => HISTORY_EVENTS.includes(event))
    .map(({ event, created_at, context: { actor } }) => `${created_at} ${event} ${ways[actor.source]}`);
  expect(there.length).toBeGreaterThan(20);

  const [state, before] = [folder.storedState(), folder.writes()];
  const { code, output } = await folder.tenantry("log", "acme", "--since", "1h", "--json");
  expect(code, output).toBe(0);
  expect([folder.storedState() === state, folder.writes()]).toEqual([true, before]);
  const { happenings } = JSON.parse(output);
  const of = (vendor: string) => happenings.filter(({ source }: Told) => source === vendor);
  const told = of("WorkOS").map(({ at, event, way }: Told) => `${at} ${event} ${way}`);
  expect(told.toSorted()).toEqual(there.toSorted());
  const moments = happenings.map(({ at }: Told) => at);
  expect(moments).toEqual(moments.toSorted().toReversed());
  // What Tenantry did is told with its run, what Dana did with her name, and of OpenAI's log what is Acme's.
  expect(of("WorkOS").find(({ way }: Told) => way === "tenantry").run).toMatchObject({ kind: "update" });
  expect(new Set(happenings.filter(({ way }: Told) => way === "around").map(({ by }: Told) => by))).toEqual(
    new Set(["dana@ourcompany.example"]),
  );
  const atOpenai = of("OpenAI").map(
    ({ event, way, object }: Told & { object: Told }) => `${event} ${way} ${object.name}`,
  );
  expect(atOpenai).toEqual(
    expect.arrayContaining([
      "project.created tenantry acme",
      "service_account.created tenantry runner",
      "invite.sent tenantry astrid@acme.example",
      "service_account.created around null", // Its entry has no name, and state has nothing of it.
    ]),
  );
  expect(output).not.toMatch(/kestrel|"sk[-_]/);
});

test("a key with dates that somebody takes out counts, and a suspension that ends keys does not", async () => {
  folder.write("fleet.yaml", fleetYaml("{ resourcesPerTenant: 0 }"));
  folder.write("tenants/kestrel.yaml", tenant("kestrel", lists("kestrel")));
  expect(await refused(["preview"])).toMatch(
    /kestrel\/workos-organization-api-key\/nightly\/\S+ stays: this run would remove or replace at least 1 resource of tenant kestrel/,
  );
  const suspended =
    "status: suspended\nsuspension: { since: 2026-11-02, by: al, reason: has not paid, apiKeys: expire }\n";
  folder.write("tenants/kestrel.yaml", tenant("kestrel", suspended + ofKestrel()));
  expect(await ran(["preview"])).toMatch(/- \d+ to delete/);
});

test("a run that would remove more of a file than the budget allows is stopped by its preview, and removes no more without one", async () => {
  const before = await held("kestrel");
  const none = "domains: []\napiKeys: []\nroles: []\nmembers: []\napplications: []\n";
  folder.write("tenants/kestrel.yaml", tenant("kestrel", `${none}openai: { project: { serviceAccounts: [] } }\n`));
  folder.write("fleet.yaml", fleetYaml("{ resourcesPerTenant: 3, membersPerTenant: 1 }"));
  const output = await refused(["preview"]);
  expect(output).toMatch(
    /kestrel\/\S+ stays: this run would remove or replace at least (2 people|4 resources) of tenant kestrel, and deletionBudget\.(membersPerTenant|resourcesPerTenant) of fleet\.yaml allows [13]\./,
  );
  expect(await held("kestrel")).toEqual(before);

  folder.write("fleet.yaml", fleetYaml("{ resourcesPerRun: 1 }"));
  const writes = folder.writes();
  await refused(UP);
  expect(folder.writes() - writes).toBeLessThanOrEqual(1);

  // State has a budget, and the file none any more.
  folder.write("tenants/acme.yaml", tenant("acme", ofAcme(", { slug: org-temp, name: Temp }")));
  folder.write("fleet.yaml", fleetYaml("{}").replace(/deletionBudget.*/, ""));
  await ran(UP);
  expect((await held("kestrel")).roles).toEqual(["org-temp"]);
});
