import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Estate, estateOf, withoutNewIds } from "../harness/estate.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { expectForetold } from "./foretold.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/fleet", import.meta.url));

/**
 * A name, with the type in it, stands in a resource's state four times and more; of a member there are nine outputs. Keys are encrypted, and the engine writes
 * down twice that they belong to a service account.
 */
const limitOf = (type: string): number =>
  ({ ServiceAccountKey: 2400, Member: 2200, Undeclared: 3 * 1700 })[type.split(":").at(-1) ?? ""] ?? 2100;

const files = ["fleet.yaml", ...readdirSync(join(EXAMPLE, "tenants")).map((name) => `tenants/${name}`)];
const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(EXAMPLE, file), "utf8")]));
const tenants = files.filter((file) => file.startsWith("tenants/"));

let folder: FleetFolder;
let blank: Estate;
beforeAll(async () => {
  const limits = { limits: "vendor" } as const;
  folder = await createFleetFolder("example-fleet", texts, { workos: limits, openai: limits });
  blank = await estateOf(folder.emulators);
});
afterAll(() => folder?.close());

const ran = async (...args: string[]): Promise<void> => {
  const { code, output } = await folder.pulumi(args);
  expect(code, output).toBe(0);
};
const up = (): Promise<void> => ran("up", "--skip-preview", "--yes");

/** Every tenant's file changed in one way. */
const rewrite = (change: (text: string) => string): void => {
  for (const file of tenants) folder.write(file, change(texts[file] ?? ""));
};
const standing = (status: string, more = "") => rewrite((text) => `${text}status: ${status}\n${more}`);

// biome-ignore lint/suspicious/noExplicitAny: what the vendors answer
const dump = async (): Promise<any> => ({
  ...(await folder.emulators.workos.as("dana").get("/_emulator/dump")),
  ...(await folder.emulators.openai.as("dana").get("/_emulator/dump")),
});

test("the example fleet comes up, with little state for each resource, no secret in it, and as many requests as was forecast", async () => {
  await expectForetold(folder, "up", up);
  const { resources } = JSON.parse(folder.storedState()).checkpoint.latest;
  const managed = resources.filter(({ type }: { type: string }) => type.includes("dynamic/"));
  expect(managed).toHaveLength(39);
  for (const resource of managed) {
    expect(JSON.stringify(resource).length, resource.urn).toBeLessThan(limitOf(resource.type));
  }
  expect(folder.storedState()).not.toMatch(/"sk[-_]/);
});

test("a preview that finds nothing to do, and a refresh, send as many requests as was forecast", async () => {
  await expectForetold(folder, "preview", () => ran("preview", "--expect-no-changes"));
  await expectForetold(folder, "refresh", () => ran("refresh", "--skip-preview", "--yes"));
});

test("all its customers are suspended and active again, get other keys, and leave; nothing of them is left", async () => {
  // The rest asks for more than OpenAI lets through in a minute.
  for (const { limits } of [folder.emulators.workos, folder.emulators.openai]) limits.clear();
  const before = await estateOf(folder.emulators);
  standing(
    "suspended",
    "suspension: { since: 2026-11-02, by: al@loomline.example, reason: a move to another contract }\n",
  );
  await up();
  const { invitations, model_permissions: models } = await dump();
  expect(invitations.map(({ revoked_at }: { revoked_at: string | null }) => revoked_at !== null)).toEqual(
    Array(6).fill(true),
  );
  expect(models.map(({ model_ids }: { model_ids: string[] }) => model_ids)).toEqual(tenants.map(() => []));

  // Back again, with another key at OpenAI each, in one run.
  rewrite((text) => text.replaceAll("scopes:", 'rotation: { epoch: "2026-12" }, scopes:'));
  await up();
  const { api_keys: keys } = await dump();
  const names = keys.map(({ name }: { name: string }) => name).filter((name: string) => name.includes("-main"));
  expect(names.sort()).toEqual(
    ["pipeline-runner", "report-writer", "route-planner", "storyboard"].map((account) => `${account}-main-2026-12`),
  );
  const [was, is] = withoutNewIds(before, await estateOf(folder.emulators));
  const differing = Object.keys(is).filter((name) => JSON.stringify(is[name]) !== JSON.stringify(was[name]));
  expect(differing.sort()).toEqual(["openai api_keys", "workos invitations"]); // The names, and that some were revoked.

  standing("offboarding"); // The files are as at first, so the other keys go in the same run.
  await up();
  // They change their minds, for a day.
  standing("active");
  await up();
  const [first, again] = withoutNewIds(before, await estateOf(folder.emulators));
  const other = Object.keys(again).filter((name) => JSON.stringify(again[name]) !== JSON.stringify(first[name]));
  expect(other).toEqual(["workos invitations"]);
  standing("offboarding");
  await up();
  const { code, output } = await folder.pulumi(["destroy", "--skip-preview", "--yes"]);
  expect(code, output).toBe(0);
  const [nothing, left] = withoutNewIds(blank, await estateOf(folder.emulators));
  const remaining = Object.keys(left).filter((name) => JSON.stringify(left[name]) !== JSON.stringify(nothing[name]));
  expect(remaining).toEqual(["workos users"]); // People who were invited stay people.
});
