import { afterAll, beforeAll, expect, test } from "vitest";
import { ahead, aheadFile, DAY_MS } from "./ahead.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/*
 * Keys that rotate by the date, on a machine whose clock is wrong: which key is due goes by the vendor's time, or nothing
 * is done at all.
 */

const from = new Date(Date.now() - 5 * DAY_MS).toISOString().slice(0, 10);

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
apiKeys:
  - { name: monthly, rotation: { every: 30d, from: ${from} } }
  - { name: short, expiresInDays: 30, rotation: { every: 90d, from: ${from} } }
  - { name: trial, expiresInDays: 30 }
  - { name: plain }
members:
  - { email: astrid@haldenbank.example, roles: [member] }
`,
  ...aheadFile,
};

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("clock", files, { workos: { blank: true } });
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"]);
  expect(code, output).toBe(0);
});
afterAll(() => folder?.close());

type Key = {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly expires_at: string | null;
};

type Told = { readonly kind: string; readonly name: string; readonly attribution: object | null };

async function keys(): Promise<Key[]> {
  const dump = await (await fetch(`${folder.emulators.workos.origin}/_emulator/dump`)).json();
  return (dump as { apiKeys: Key[] }).apiKeys;
}

test.each([40, -40])("%i days off, nothing is rotated, made or removed, and the message says why", async (days) => {
  const before = await keys();
  const writes = folder.writes();
  for (const args of [
    ["preview"],
    ["up", "--skip-preview", "--yes"],
    ["up", "--skip-preview", "--yes", "--continue-on-error"],
    // What files declare, alone: its own provider refuses it, whichever comes first.
    ["up", "--skip-preview", "--yes", "--target", "**tenantry:Undeclared**"],
  ]) {
    const { code, output } = await folder.pulumi(args, ahead(folder, days));
    expect(code, output).not.toBe(0);
    expect(output).toMatch(
      new RegExp(
        `rotates by the date, and this machine's clock is 40 days ${days > 0 ? "ahead of" : "behind"} WorkOS's`,
      ),
    );
  }
  expect(await keys()).toEqual(before);
  expect(folder.writes()).toBe(writes);
  const { code, output } = await folder.pulumi(["preview", "--expect-no-changes"]);
  expect(code, output).toBe(0);
});

test("once these days have passed at the vendor too, what is due rotates, and what has expired is replaced or reported", async () => {
  const before = await keys();
  folder.emulators.workos.clock.advance(40 * DAY_MS);
  folder.emulators.openai.clock.advance(40 * DAY_MS);
  const drift = await folder.tenantry("drift", "--json", "--fail-on", "overdue");
  expect(drift.code, drift.output).toBe(2);
  const told: Told[] = JSON.parse(drift.output.slice(0, drift.output.lastIndexOf("}") + 1)).differences;
  // By the vendor's clock, and by nobody.
  expect(told.map(({ kind, name, attribution }) => [kind, name, attribution])).toEqual([
    ["expired", "astrid@haldenbank.example", null],
    ["overdue", `monthly/${from}`, null],
    ["overdue", `short/${from}`, null],
    ["overdue", "trial", null],
  ]);
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"], ahead(folder, 40));
  expect(code, output).toBe(0);
  const old = new Map(before.map((key) => [key.name, key]));
  const now = new Map((await keys()).map((key) => [key.name, key]));
  const next = new Date(Date.parse(from) + 30 * DAY_MS).toISOString().slice(0, 10);
  expect([...now.keys()].sort()).toEqual([`monthly-${next}`, "plain", `short-${from}`, "trial"]);
  expect(now.get("plain")).toEqual(old.get("plain"));
  expect(now.get("trial")).toEqual(old.get("trial"));
  expect(output).toContain(`${old.get("trial")?.id} expired at `);
  const short = now.get(`short-${from}`);
  expect(short?.id).not.toBe(old.get(`short-${from}`)?.id);
  // Its lifetime counts from now, by the vendor's time.
  const lifetime = Date.parse(String(short?.expires_at)) - Date.parse(String(short?.created_at));
  expect(lifetime / DAY_MS).toBeCloseTo(30, 3);
  const again = await folder.pulumi(["preview", "--expect-no-changes"], ahead(folder, 40));
  expect(again.code, again.output).toBe(0);
});
