import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startVault, type VaultDouble } from "../harness/vault-double.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/*
 * Keys that vendors show once are handed on: to Vault, whose provider is a double that the real engine runs as a plugin, and to a
 * file for local work.
 */

const EXAMPLE = fileURLToPath(new URL("../../examples/secrets", import.meta.url));
const read = (file: string): string => readFileSync(join(EXAMPLE, file), "utf8");
/** Below node_modules Node runs no .ts file. */
const compiled = (file: string): string => stripTypeScriptTypes(read(file)).replaceAll(/"(\.\/\w+)\.ts"/g, '"$1.js"');

const BANK = "tenants/halden-bank.yaml";
const STUDIO = "tenants/pinecrest-studio.yaml";
const inEpoch = (epoch: string): string => read(BANK).replace("epoch: 2026-q4", `epoch: ${epoch}`);
const leaving = `${read(STUDIO)}\nstatus: offboarding\n`;
const UP = ["up", "--skip-preview", "--yes"];

const files = (keepIn: "vault" | "dotenv"): Record<string, string> => ({
  "Pulumi.yaml": read("Pulumi.yaml")
    .replace("name: tenantry-secrets", "name: fleet")
    .replace("default: vault", `default: ${keepIn}`),
  "package.json": JSON.stringify({ ...JSON.parse(read("package.json")), main: "index.js" }),
  "fleet.yaml": read("fleet.yaml"),
  [BANK]: read(BANK),
  [STUDIO]: read(STUDIO),
  ...Object.fromEntries(["index", "names", "dotenv"].map((name) => [`${name}.js`, compiled(`${name}.ts`)])),
});

/** What works at the vendors, with what it is: two of one name while one takes over from the other. */
async function working({ emulators }: FleetFolder): Promise<(readonly [what: string, value: string])[]> {
  const dump = async <Rows>(origin: string) => (await (await fetch(`${origin}/_emulator/dump`)).json()) as Rows;
  type Row = Readonly<Record<"id" | "name" | "value" | "secret" | "client_id", string>>;
  type Workos = Readonly<Record<"applications" | "clientSecrets" | "webhookEndpoints", Row[]>> & {
    readonly apiKeys: (Row & { readonly expires_at: string | null })[];
  };
  const workos = await dump<Workos>(emulators.workos.origin);
  const openai = await dump<{ api_keys: (Row & { owner: Row })[]; service_accounts: Row[] }>(emulators.openai.origin);
  const accountOf = (owner: string) => openai.service_accounts.find(({ id }) => id === owner)?.name;
  return [
    ...workos.apiKeys.filter(isCurrent).map(({ name, value }) => [name, value] as const),
    ...workos.applications.map(({ name, client_id }) => [`${name} id`, client_id] as const),
    ...workos.clientSecrets.map(({ secret }) => ["client secret", secret] as const),
    ...workos.webhookEndpoints.map(({ secret }) => ["signing secret", secret] as const),
    ...openai.api_keys.map(({ value, owner }) => [String(accountOf(owner.id)), value] as const),
  ];
}

const isCurrent = ({ expires_at }: { readonly expires_at: string | null }): boolean =>
  expires_at === null || Date.parse(expires_at) > Date.now();

const vendorsHave = async (folder: FleetFolder) => Object.fromEntries(await working(folder));

const bankHas = (vendors: Record<string, string>, epoch: string) => ({
  WORKOS_API_KEY_INGEST: vendors[`ingest-${epoch}`],
  WORKOS_CLIENT_ID_PORTAL: vendors["Portal id"],
  WORKOS_CLIENT_SECRET_PORTAL_MAIN: vendors["client secret"],
  OPENAI_KEY_PIPELINE_RUNNER_MAIN: vendors["pipeline-runner"],
});

/** Secrets that stand in a text. A client id is none. */
const secretsIn = (text: string, vendors: Awaited<ReturnType<typeof working>>): string[] =>
  vendors.flatMap(([what, value]) => (what !== "Portal id" && text.includes(value) ? [what] : []));

async function open(keepIn: "vault" | "dotenv", vault: VaultDouble): Promise<FleetFolder> {
  const blank = { workos: { blank: true }, openai: { blank: true } } as const;
  return createFleetFolder(`secrets-${keepIn}`, files(keepIn), { ...blank, environment: vault.environment });
}

let vault: VaultDouble;
let folder: FleetFolder;
beforeAll(async () => {
  vault = await startVault();
});
afterAll(() => vault?.close());

/** Runs it, and looks whether it printed a secret that works before or after it. */
async function up(expected = 0): Promise<string> {
  const before = await working(folder);
  const { code, output } = await folder.pulumi(UP);
  expect(code, output).toBe(expected);
  expect(secretsIn(output + folder.storedState(), [...before, ...(await working(folder))])).toEqual([]);
  return output;
}

/** What it does, with a look at all that Vault holds after each step of it: at the vendors, and in Vault. */
async function whileAllWork(step: () => Promise<unknown>): Promise<string[]> {
  const { workos, openai } = folder.emulators;
  const steps: string[] = [];
  const look = async (at: string) => {
    const works = (await working(folder)).map(([, value]) => value);
    for (const [path, held] of vault.held())
      for (const [name, value] of Object.entries(held)) expect(works, `${name} of ${path} at ${at}`).toContain(value);
  };
  workos.onRequest = openai.onRequest = async ({ method, route, phase }) => {
    await look(`${method} ${route}, ${phase}`);
    if (phase === "received" && method !== "GET") steps.push(`${method} ${route}`);
  };
  vault.onWrite = async () => {
    await look("a write");
    steps.push("Vault");
  };
  try {
    await step();
  } finally {
    workos.onRequest = openai.onRequest = vault.onWrite = undefined;
  }
  await look("the end");
  return steps;
}

const MADE = "POST /organizations/{organizationId}/api_keys";
const EXPIRED = "POST /api_keys/{id}/expire";
const ENDED = "DELETE /api_keys/{id}";

describe("in Vault", () => {
  beforeAll(async () => {
    folder = await open("vault", vault);
    await up();
  });
  afterAll(() => folder?.close());

  const at = (owner: string) => `secret/tenantry/test/${owner}`;

  test("each owner's secret holds what works at the vendors, readers are told where, and state has none of it", async () => {
    const vendors = await vendorsHave(folder);
    expect(Object.keys(vendors)).toHaveLength(6);
    expect(Object.fromEntries(vault.held())).toEqual({
      [at("catalogue")]: { WORKOS_SIGNING_SECRET_DIRECTORY: vendors["signing secret"] },
      [at("halden-bank")]: bankHas(vendors, "2026-q4"),
      [at("pinecrest-studio")]: { OPENAI_KEY_STORYBOARD_MAIN: vendors.storyboard },
    });
    const { resources } = JSON.parse(folder.storedState()).checkpoint.latest;
    const [{ outputs }] = resources.filter(({ type }: { type: string }) => type === "pulumi:pulumi:Stack");
    expect(outputs.readFrom["halden-bank"]).toEqual({
      path: "secret/data/tenantry/test/halden-bank",
      fields: Object.keys(bankHas(vendors, "")),
    });
  });

  test("a key that rotates is in Vault before the old one ends; where Vault takes nothing, the old one stays", async () => {
    const before = vault.held();
    const old = await vendorsHave(folder);
    folder.write(BANK, inEpoch("2027-q1"));
    folder.write(STUDIO, leaving);
    vault.sealed = true;
    const failed = await whileAllWork(async () => expect(await up(1)).toContain("Vault is sealed"));
    vault.sealed = false;
    expect(failed.filter((step) => /api_key|Vault/.test(step))).toEqual([MADE]);
    expect(vault.held()).toEqual(before);
    expect(await vendorsHave(folder)).toMatchObject(old);

    const steps = await whileAllWork(up);
    expect(steps.filter((step) => /api_key|Vault/.test(step))).toEqual(["Vault", EXPIRED, ENDED]);
    const vendors = await vendorsHave(folder);
    expect(Object.keys(vendors)).not.toContain("ingest-2026-q4");
    const now = { ...Object.fromEntries(before), [at("halden-bank")]: bankHas(vendors, "2027-q1") };
    expect(Object.fromEntries(vault.held())).toEqual(now);
  });

  test("so is one that tenantry rotate replaces", async () => {
    const old = await vendorsHave(folder);
    const steps = await whileAllWork(async () => {
      const { code, output } = await folder.tenantry("rotate", "halden-bank", "pipeline-runner/main", "--yes");
      expect(code, output).toBe(0);
    });
    expect(steps).toEqual([expect.stringContaining("POST"), "Vault", expect.stringContaining("DELETE")]);
    const vendors = await vendorsHave(folder);
    expect(vendors["pipeline-runner"]).not.toBe(old["pipeline-runner"]);
    expect(vault.held().get(at("halden-bank"))).toEqual(bankHas(vendors, "2027-q1"));
  });

  test("a tenant that leaves leaves nothing there, and the others' stay", async () => {
    const others = Object.fromEntries(vault.held());
    delete others[at("pinecrest-studio")];
    folder.remove(STUDIO);
    await whileAllWork(up);
    expect(Object.fromEntries(vault.held())).toEqual(others);
    expect(Object.keys(vault.versions()).sort()).toEqual([at("catalogue"), at("halden-bank")]);
  });
});

describe("in a dotenv file", () => {
  const file = () => join(folder.path, ".env");
  const found = () => parseEnv(readFileSync(file(), "utf8"));
  const left = () => readdirSync(folder.path).filter((name) => name.startsWith(".env"));
  beforeAll(async () => {
    folder = await open("dotenv", vault);
    folder.write(STUDIO, leaving);
  });
  afterAll(() => folder?.close());

  const expected = (vendors: Record<string, string>, epoch: string) => ({
    CATALOGUE_WORKOS_SIGNING_SECRET_DIRECTORY: vendors["signing secret"],
    ...Object.fromEntries(Object.entries(bankHas(vendors, epoch)).map(([name, it]) => [`HALDEN_BANK_${name}`, it])),
  });

  test("it holds what works at the vendors, for this user alone, whatever it was before", async () => {
    folder.write(".env", "STALE='x'\n");
    chmodSync(file(), 0o644);
    const held = vault.held();
    await up();
    const vendors = await vendorsHave(folder);
    const studio = { PINECREST_STUDIO_OPENAI_KEY_STORYBOARD_MAIN: vendors.storyboard };
    expect(found()).toEqual({ ...expected(vendors, "2026-q4"), ...studio });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(left()).toEqual([".env"]);
    expect(vault.held()).toEqual(held);
  });

  test("a preview writes none, even of values that are known", async () => {
    folder.remove(".env");
    const { code, output } = await folder.pulumi(["preview", "--expect-no-changes"]);
    expect(code, output).toBe(0);
    expect(existsSync(file())).toBe(false);
  });

  test("a key that rotates is in it before the old one ends, and a tenant that left is not", async () => {
    folder.write(BANK, inEpoch("2027-q1"));
    folder.remove(STUDIO);
    let inFile: string | undefined;
    const { workos } = folder.emulators;
    workos.onRequest = async ({ method, route }) => {
      if (`${method} ${route}` === EXPIRED) inFile ??= found().HALDEN_BANK_WORKOS_API_KEY_INGEST;
    };
    await up();
    workos.onRequest = undefined;
    const vendors = await vendorsHave(folder);
    expect(inFile).toBe(vendors["ingest-2027-q1"]);
    expect(found()).toEqual(expected(vendors, "2027-q1"));
    expect(Object.keys(vendors)).not.toContain("ingest-2026-q4");
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });
});
