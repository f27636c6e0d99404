import { afterAll, beforeAll, expect, test } from "vitest";
import { fleetOf, withoutKeys } from "../../bench/fleet.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { expectForetold } from "./foretold.ts";

const TENANTS = 30;
const ACCOUNTS = 2;
/** Organizations, or projects, on one page of a listing. */
const PAGE = 100;
/** Objects that are asked for one by one before the whole collection is listed instead, and a check of the key. */
const A_FEW = 3 + 1;

const ROLE_LISTS = "GET /authorization/organizations/{organizationId}/roles";
const PROJECTS = "/organization/projects";
const ACCOUNT_LISTS = "GET /organization/projects/{project_id}/service_accounts";
const PAGES = Math.ceil(TENANTS / PAGE);

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("request-budget", fleetOf(TENANTS, { accounts: withoutKeys(ACCOUNTS) }));
});
afterAll(() => folder?.close());

test("a first up sends one request per object, two per service account, and a few reads", async () => {
  const { workos, openai } = await foretold("up", ["up", "--skip-preview", "--yes"]);
  expect(workos.writes).toEqual({
    "POST /organizations": TENANTS,
    "POST /authorization/organizations/{organizationId}/roles": TENANTS,
  });
  // OpenAI makes an account without a key only without a role.
  expect(openai.writes).toEqual({
    "POST /organization/projects": TENANTS,
    "POST /organization/projects/{project_id}/service_accounts": TENANTS * ACCOUNTS,
    "POST /organization/projects/{project_id}/service_accounts/{service_account_id}": TENANTS * ACCOUNTS,
  });
  for (const { reads } of [workos, openai]) {
    expect(total(reads)).toBeLessThanOrEqual(PAGES + A_FEW);
    expect(total(reads)).toBeGreaterThan(0);
  }
});

test("a preview without changes sends one read to each vendor, which proves address, key and account", async () => {
  expect(await foretold("preview", ["preview", "--expect-no-changes"])).toEqual({
    workos: { reads: { "GET /authorization/roles": 1 }, writes: {} },
    openai: { reads: { [`GET ${PROJECTS}`]: 1 }, writes: {} },
  });
});

/** What a refresh sends: at 250 organizations 250 role lists, 3 pages and 3 single ones, of 260 that it may send. */
function expectRefresh({ workos, openai }: Sent): void {
  expect(workos.writes).toEqual({});
  expect(workos.reads[ROLE_LISTS]).toBe(TENANTS);
  expect(total(workos.reads)).toBeLessThanOrEqual(TENANTS + PAGES + A_FEW);
  expect(openai.writes).toEqual({});
  // One list for all accounts of a project: no list of OpenAI's goes over projects.
  expect(openai.reads[ACCOUNT_LISTS]).toBe(TENANTS);
  expect(total(openai.reads)).toBeLessThanOrEqual(TENANTS + PAGES + A_FEW);
}

test("a refresh lists each organization's roles and each project's accounts, and pages through both", async () => {
  expectRefresh(await foretold("refresh", ["refresh", "--skip-preview", "--expect-no-changes", "--yes"]));
});

test("an up without changes, refreshing first, sends what a refresh sends", async () => {
  expectRefresh(await sentBy(["up", "--refresh", "--skip-preview", "--expect-no-changes", "--yes"]));
});

test("tenants that are to leave cost a request for each project, and their end one for each of those and organization", async () => {
  for (const [file, text] of Object.entries(
    fleetOf(TENANTS, { accounts: withoutKeys(ACCOUNTS), status: "offboarding" }),
  ))
    folder.write(file, text);
  const models = `${PROJECTS}/{project_id}/model_permissions`;
  expect(await foretold("up", ["up", "--skip-preview", "--yes"])).toEqual({
    workos: { reads: { "GET /authorization/roles": 1 }, writes: {} },
    // Looked at first: what is there comes back, should the tenant stay.
    openai: { reads: { [`GET ${PROJECTS}`]: 1, [`GET ${models}`]: TENANTS }, writes: { [`POST ${models}`]: TENANTS } },
  });
  const { workos, openai } = await sentBy(["destroy", "--skip-preview", "--yes"]);
  expect(workos.writes).toEqual({ "DELETE /organizations/{id}": TENANTS });
  expect(openai.writes).toEqual({ "POST /organization/projects/{project_id}/archive": TENANTS });
  for (const { reads } of [workos, openai]) expect(total(reads)).toBeLessThanOrEqual(1);
});

type Counts = Readonly<Record<string, number>>;
type Sent = Readonly<Record<"workos" | "openai", { readonly reads: Counts; readonly writes: Counts }>>;

/** The same of a run that is forecast before. */
async function foretold(command: "up" | "preview" | "refresh", args: readonly string[]): Promise<Sent> {
  let sent: Sent | undefined;
  await expectForetold(folder, command, async () => {
    sent = await sentBy(args);
  });
  return sent as Sent;
}

/** Requests of a run that ends well, by vendor, method and route. */
async function sentBy(args: readonly string[]): Promise<Sent> {
  const { workos, openai } = folder.emulators;
  workos.requests.reset();
  openai.requests.reset();
  const { code, output } = await folder.pulumi(args);
  expect(code, output).toBe(0);
  const isRead = ([route]: [string, number]) => route.startsWith("GET ");
  const sorted = (counts: [string, number][]) => ({
    reads: Object.fromEntries(counts.filter(isRead)),
    writes: Object.fromEntries(counts.filter((entry) => !isRead(entry))),
  });
  return {
    workos: sorted(Object.entries(workos.requests.counts())),
    openai: sorted(Object.entries(openai.requests.counts())),
  };
}

const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
