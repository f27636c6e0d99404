import { afterAll, beforeAll, expect, test } from "vitest";
import { fleetOf } from "../../bench/fleet.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

const ORGANIZATIONS = 30;
/** Organizations on one page of a listing. */
const PAGE = 100;
/** Objects that are asked for one by one before the whole collection is listed instead, and a check of each key. */
const A_FEW = 3 + 2;

const ROLE_LISTS = "GET /authorization/organizations/{organizationId}/roles";
const PAGES = Math.ceil(ORGANIZATIONS / PAGE);

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("request-budget", fleetOf(ORGANIZATIONS));
});
afterAll(() => folder?.close());

test("a first up sends one request per object and a few reads", async () => {
  const { reads, writes } = await sentBy(["up", "--skip-preview", "--yes"]);
  expect(writes).toEqual({
    "POST /organizations": ORGANIZATIONS,
    "POST /authorization/organizations/{organizationId}/roles": ORGANIZATIONS,
  });
  expect(total(reads)).toBeLessThanOrEqual(PAGES + A_FEW);
  expect(total(reads)).toBeGreaterThan(0);
});

test("a preview without changes sends one read to each vendor, which proves address, key and account", async () => {
  const reads = { "GET /authorization/roles": 1, "GET /organization/projects": 1 };
  expect(await sentBy(["preview", "--expect-no-changes"])).toEqual({ reads, writes: {} });
});

test("a refresh lists each organization's roles and pages through the organizations", async () => {
  const { reads, writes } = await sentBy(["refresh", "--skip-preview", "--expect-no-changes", "--yes"]);
  expect(writes).toEqual({});
  expect(reads[ROLE_LISTS]).toBe(ORGANIZATIONS);
  // At 250 organizations: 250 role lists, 3 pages and 3 single ones, of 260 that a refresh may send.
  expect(total(reads)).toBeLessThanOrEqual(ORGANIZATIONS + PAGES + A_FEW);
});

test("an up without changes, refreshing first, sends what a refresh sends", async () => {
  const { reads, writes } = await sentBy(["up", "--refresh", "--skip-preview", "--expect-no-changes", "--yes"]);
  expect(writes).toEqual({});
  expect(total(reads)).toBeLessThanOrEqual(ORGANIZATIONS + PAGES + A_FEW);
});

type Counts = Readonly<Record<string, number>>;

/** Requests of a run that ends well, by method and route. */
async function sentBy(args: readonly string[]): Promise<{ reads: Counts; writes: Counts }> {
  const { workos, openai } = folder.emulators;
  workos.requests.reset();
  openai.requests.reset();
  const { code, output } = await folder.pulumi(args);
  expect(code, output).toBe(0);
  // OpenAI has no part in this fleet; its key is proven all the same before anything new is written.
  const counts = [...Object.entries(workos.requests.counts()), ...Object.entries(openai.requests.counts())];
  const isRead = ([route]: [string, number]) => route.startsWith("GET ");
  return {
    reads: Object.fromEntries(counts.filter(isRead)),
    writes: Object.fromEntries(counts.filter((entry) => !isRead(entry))),
  };
}

const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
