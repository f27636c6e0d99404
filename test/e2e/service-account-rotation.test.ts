import { afterAll, beforeAll, expect, test } from "vitest";
import { ahead, aheadFile, DAY_MS } from "./ahead.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/*
 * A service account's key that rotates by the date: a client that takes its key from the stack's outputs after each run has one
 * that works at every moment, and what is not ours stays.
 */

const from = new Date(Date.now() - 5 * DAY_MS).toISOString().slice(0, 10);
const epochs = [0, 30].map((days) => new Date(Date.parse(from) + days * DAY_MS).toISOString().slice(0, 10));

const files = {
  "fleet.yaml": `schemaVersion: 1
environment: { name: production, mode: test, region: eu }
plans: { starter: {} }
defaultPlan: starter
`,
  "tenants/halden-bank.yaml": `schemaVersion: 1
tenant: halden-bank
name: Halden Bank ASA
owner: ingrid.dahl@loomline.example
openai:
  project:
    serviceAccounts:
      - name: api
        keys:
          - { name: main, scopes: [model.request], rotation: { every: 30d, from: ${from}, overlap: 7d } }
          - { name: by-hand, scopes: [model.request] }
`,
  ...aheadFile,
};

let folder: FleetFolder;
let passed = 0;
beforeAll(async () => {
  folder = await createFleetFolder("service-account-rotation", files, { openai: { blank: true } });
  await up();
});
afterAll(() => folder?.close());

async function up(): Promise<void> {
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"], ahead(folder, passed));
  expect(code, output).toBe(0);
}

/** So many days pass, on the machine and at the vendors. */
function pass(days: number): void {
  passed += days;
  for (const vendor of [folder.emulators.workos, folder.emulators.openai]) vendor.clock.advance(days * DAY_MS);
}

interface Key {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly project_id: string;
}

async function keys(): Promise<Key[]> {
  const dump = await (await fetch(`${folder.emulators.openai.origin}/_emulator/dump`)).json();
  return (dump as { api_keys: Key[] }).api_keys;
}
const names = async (): Promise<string[]> => (await keys()).map(({ name }) => name).sort();

/** What a client does after a run: it takes the value that the stack gives out. */
async function valueOfClient(): Promise<string> {
  const { output } = await folder.pulumi(["stack", "output", "keys", "--json", "--show-secrets"]);
  return JSON.parse(output)["halden-bank"]["api/main"];
}

/** Runs it, with the client's key looked up before and after every request of the run. Answers what the run changed, in order. */
async function upWith(value: string): Promise<string[]> {
  const { openai } = folder.emulators;
  const changes: string[] = [];
  openai.onRequest = async ({ method, route, phase }) => {
    expect(
      (await keys()).some((key) => key.value === value),
      `the client's key at ${method} ${route}`,
    ).toBe(true);
    if (phase === "received" && method !== "GET") changes.push(`${method} ${route}`);
  };
  await up();
  openai.onRequest = undefined;
  expect((await keys()).some((key) => key.value === value)).toBe(true);
  return changes;
}

const MADE = "POST /organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys";
const REMOVED = "DELETE /organization/projects/{project_id}/api_keys/{api_key_id}";

test("the new key comes first, the old one works through the overlap, and goes after it", async () => {
  const [first = "", second = ""] = epochs.map((day) => `main-${day}`);
  expect(await names()).toEqual(["by-hand", first]);
  const byHand = (await keys()).find(({ name }) => name === "by-hand");
  const { id, project_id } = byHand as Key;
  // A colleague's, of the name that the next one is to have, for another account of the same project.
  const dana = folder.emulators.openai.as("dana@loomline.example");
  const accounts = `/organization/projects/${project_id}/service_accounts`;
  const theirs = await dana.post(accounts, { name: "theirs", create_service_account_only: true });
  await dana.post(`${accounts}/${theirs.id}/api_keys`, { name: second });
  const oldValue = await valueOfClient();

  pass(25); // The first day of the second epoch.
  expect(await upWith(oldValue)).toEqual([MADE]);
  const newValue = await valueOfClient();
  expect(newValue).not.toBe(oldValue);
  expect(await names()).toEqual(["by-hand", first, second, second]);

  pass(6);
  expect(await upWith(newValue)).toEqual([]);

  pass(1);
  expect(await upWith(newValue)).toEqual([REMOVED]);
  expect(await names()).toEqual(["by-hand", second, second]);
  expect((await keys()).find(({ name }) => name === "by-hand")?.id).toBe(id);
  expect(await valueOfClient()).toBe(newValue);
});
