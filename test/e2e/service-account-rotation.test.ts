import { afterAll, beforeAll, expect, test } from "vitest";
import { ahead, aheadFile, DAY_MS } from "./ahead.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/*
 * Keys of service accounts that rotate by the date: one by itself, the other with its account. Clients that take their keys from
 * the stack's outputs after each run have ones that work at every moment, and what is not ours stays.
 */

const from = new Date(Date.now() - 5 * DAY_MS).toISOString().slice(0, 10);
const dayAfter = (days: number): string => new Date(Date.parse(from) + days * DAY_MS).toISOString().slice(0, 10);
const [first, second, third] = [0, 30, 60].map(dayAfter);

const TENANT = "tenants/halden-bank.yaml";
/** @param more what else the file says of the account whose key rotates by itself */
const tenant = (more = "") => `schemaVersion: 1
tenant: halden-bank
name: Halden Bank ASA
owner: ingrid.dahl@loomline.example
openai:
  project:
    serviceAccounts:
      - name: api
${more}        keys:
          - { name: main, scopes: [model.request], rotation: { every: 30d, from: ${from}, overlap: 7d } }
          - { name: by-hand, scopes: [model.request] }
      - name: batch
        rotation: { every: 30d, from: ${from}, overlap: 3d }
        keys: [{ name: main, scopes: [model.request] }]
`;

const files = {
  "fleet.yaml": `schemaVersion: 1
environment: { name: production, mode: test, region: eu }
plans: { starter: {} }
defaultPlan: starter
`,
  [TENANT]: tenant(),
  ...aheadFile,
};

let folder: FleetFolder;
let passed = 0;
beforeAll(async () => {
  folder = await createFleetFolder("service-account-rotation", files, { openai: { blank: true } });
  await up();
});
afterAll(() => folder?.close());

async function up(expected = 0): Promise<string> {
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"], ahead(folder, passed));
  expect(code, output).toBe(expected);
  return output;
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
  readonly owner: { readonly id: string };
}

interface Dump {
  readonly api_keys: Key[];
  readonly service_accounts: { readonly id: string; readonly name: string }[];
}

async function dump(): Promise<Dump> {
  return (await (await fetch(`${folder.emulators.openai.origin}/_emulator/dump`)).json()) as Dump;
}
const keys = async (): Promise<Key[]> => (await dump()).api_keys;

/** Every key, as `<account>/<key>`. */
async function names(): Promise<string[]> {
  const { api_keys, service_accounts } = await dump();
  return api_keys
    .map(({ name, owner }) => `${service_accounts.find(({ id }) => id === owner.id)?.name}/${name}`)
    .sort();
}

interface Values {
  readonly api: string;
  readonly batch: string;
}

/** What clients do after a run: they take the values that the stack gives out. */
async function valuesOfClients(): Promise<Values> {
  const { output } = await folder.pulumi(["stack", "output", "keys", "--json", "--show-secrets"]);
  const shown = JSON.parse(output)["halden-bank"];
  expect(Object.keys(shown).sort()).toEqual(["api/by-hand", "api/main", "batch/main"]);
  return { api: shown["api/main"], batch: shown["batch/main"] };
}

/** Runs it, with the clients' keys looked up before and after every request of the run. */
async function upWith(values: Values, expected = 0): Promise<{ changes: string[]; output: string }> {
  const { openai } = folder.emulators;
  const changes: string[] = [];
  const allWork = async (when: string) => {
    const working = (await keys()).map(({ value }) => value);
    expect(working, when).toEqual(expect.arrayContaining(Object.values(values)));
  };
  openai.onRequest = async ({ method, route, phase }) => {
    await allWork(`the clients' keys at ${method} ${route}`);
    if (phase === "received" && method !== "GET") changes.push(`${method} ${route}`);
  };
  const output = await up(expected);
  openai.onRequest = undefined;
  await allWork("the clients' keys after the run");
  return { changes: changes.sort(), output };
}

const ACCOUNTS = "/organization/projects/{project_id}/service_accounts";
const ACCOUNT = `${ACCOUNTS}/{service_account_id}`;
const MADE = `POST ${ACCOUNT}/api_keys`;
const REMOVED = "DELETE /organization/projects/{project_id}/api_keys/{api_key_id}";
const ACCOUNT_MADE = [`POST ${ACCOUNTS}`, `POST ${ACCOUNT}`, MADE]; // Without a key of OpenAI's choice, hence without a role.
const ACCOUNT_REMOVED = `DELETE ${ACCOUNT}`;

test("the new ones come first, the old ones work through the overlap, and go after it", async () => {
  expect(await names()).toEqual([`api/by-hand`, `api/main-${first}`, `batch-${first}/main`]);
  const byHand = (await keys()).find(({ name }) => name === "by-hand") as Key;
  // A colleague's, of the names that the next ones are to have.
  const dana = folder.emulators.openai.as("dana@loomline.example");
  const accounts = `/organization/projects/${byHand.project_id}/service_accounts`;
  const theirs = await dana.post(accounts, { name: "theirs", create_service_account_only: true });
  for (const name of [`main-${second}`, "main"]) await dana.post(`${accounts}/${theirs.id}/api_keys`, { name });
  const stay = ["api/by-hand", "theirs/main", `theirs/main-${second}`];
  const old = await valuesOfClients();

  pass(25); // The first day of the second epoch.
  expect((await upWith(old)).changes).toEqual([...ACCOUNT_MADE, MADE].sort());
  const now = await valuesOfClients();
  expect(now.api).not.toBe(old.api);
  expect(now.batch).not.toBe(old.batch);
  const both = [first, second].flatMap((day) => [`api/main-${day}`, `batch-${day}/main`]);
  expect(await names()).toEqual([...stay, ...both].sort());

  pass(2);
  expect((await upWith(now)).changes).toEqual([]);

  pass(5);
  expect((await upWith(now)).changes).toEqual([ACCOUNT_REMOVED, REMOVED, REMOVED].sort());
  expect(await names()).toEqual([...stay, `api/main-${second}`, `batch-${second}/main`].sort());
  expect((await keys()).find(({ name }) => name === "by-hand")?.id).toBe(byHand.id);
  expect(await valuesOfClients()).toEqual(now);
});

test("where OpenAI refuses to delete a key, an account goes with its keys, and another one can take over", async () => {
  folder.emulators.openai.switches.set({ serviceAccountKeyDelete: "refused" });
  const old = await valuesOfClients();
  const theirs = ["theirs/main", `theirs/main-${second}`];

  pass(23); // The first day of the third epoch.
  await upWith(old);
  const now = await valuesOfClients();

  pass(8); // Both overlaps are over.
  const refused = await upWith(now, 1);
  expect(refused.changes).toContain(REMOVED);
  expect(refused.output).toContain("The key still works: OpenAI does not delete keys of service accounts here");
  expect(refused.output).toContain(
    `In ${TENANT}, openai.project.serviceAccounts, see to the account's rotation. If it has none, give it one: with every`,
  );
  expect(await names()).toEqual(expect.arrayContaining([`api/main-${second}`, `api/main-${third}`]));

  const today = dayAfter(68);
  folder.write(TENANT, tenant(`        rotation: { every: 90d, from: ${today}, overlap: 7d }\n`));
  const { output } = await upWith(now);
  expect(output).toMatch(/OpenAI does not remove key_\w+ by itself: it works until svc_acct_\w+ goes/);
  const next = await valuesOfClients();
  expect(next.api).not.toBe(now.api);
  const taken = [`api-${today}/by-hand`, `api-${today}/main`, `batch-${third}/main`];
  expect(await names()).toEqual(["api/by-hand", `api/main-${second}`, `api/main-${third}`, ...taken, ...theirs].sort());

  pass(7);
  const { changes } = await upWith(next);
  expect(changes.filter((change) => change !== REMOVED)).toEqual([ACCOUNT_REMOVED]);
  expect(await names()).toEqual([...taken, ...theirs].sort());
  expect(await valuesOfClients()).toEqual(next);
});
