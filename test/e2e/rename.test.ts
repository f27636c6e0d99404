import { afterAll, beforeAll, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

const OLD = "tenants/halden-bank.yaml";
const NEW = "tenants/halden.yaml";
/** Both vendors' keys, which nobody has used yet, and a vault object, which lives in no organization. */
const halden = `${smallFleet[OLD]}externalId: halden-bank
apiKeys: [{ name: ingest, permissions: ["pipelines:read"] }]
vault: [{ name: db, value: "\${env:HALDEN_DB_PASSWORD}" }]
`;
const renamed = halden.replace("tenant: halden-bank", "tenant: halden");
const environment = { HALDEN_DB_PASSWORD: "canary" };

let folder: FleetFolder;
beforeAll(async () => {
  const fleet = `${smallFleet["fleet.yaml"]}secrets: { environment: [HALDEN_DB_PASSWORD] }\n`;
  folder = await createFleetFolder("rename", { ...smallFleet, "fleet.yaml": fleet, [OLD]: halden });
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"], environment);
  expect(code, output).toBe(0);
  folder.remove(OLD);
});
afterAll(() => folder?.close());

const UP = ["up", "--skip-preview", "--yes"];
const sameProject = renamed.replace("  project:\n", "  project:\n    name: halden-bank\n");
const otherwise = renamed.replace("externalId: halden-bank\n", "");
const elsewhere = { TENANTRY_STATE_DIR: "another-machine" };

test.each<[string, string, readonly string[], Readonly<Record<string, string>>, string]>([
  ["with all that it is called at the vendors", sameProject, UP, {}, "another tenant of this stack"],
  ["with its external id alone", renamed, UP, {}, "another tenant of this stack"],
  ["with nothing that it is called, but its domain", otherwise, UP, {}, "has its domain"],
  ["on another machine", sameProject, UP, elsewhere, "nothing proves that this stack made it"],
  ["on another machine that refreshes", sameProject, [...UP, "--refresh"], elsewhere, "belongs to tenant halden-bank"],
])("a tenant's file that was renamed, %s, is refused and nothing is sent", async (_, text, command, more, message) => {
  const { workos, openai } = folder.emulators;
  folder.write(NEW, text);
  workos.requests.reset();
  openai.requests.reset();
  const { code, output } = await folder.pulumi(command, { ...environment, ...more });
  expect(code, output).not.toBe(0);
  expect(output).toContain(message);
  expect(output).toMatch(/was the tenant's file renamed\?|If the tenant's file was renamed/);
  expect(folder.writes(), output).toBe(0);
});

test("the file that has its name back goes on as before, without a request that changes anything", async () => {
  folder.remove(NEW);
  folder.write(OLD, halden);
  folder.emulators.workos.requests.reset();
  folder.emulators.openai.requests.reset();
  const { code, output } = await folder.pulumi(UP, environment);
  expect(code, output).toBe(0);
  expect(folder.writes(), output).toBe(0);
});

test("`tenantry rename` gives it another key, and the vendors hear nothing of it", async () => {
  const { workos, openai } = folder.emulators;
  const idsIn = () => {
    const { resources } = JSON.parse(folder.storedState()).checkpoint.latest as {
      resources: { urn: string; id?: string; custom: boolean }[];
    };
    const names = resources.filter(({ custom }) => custom).map(({ urn, id }) => `${urn.split("::").at(-1)} ${id}`);
    return names.filter((name) => name.startsWith("halden")).sort();
  };
  const before = idsIn();
  const wrong = await folder.tenantry("rename", "halden-bnk", "halden");
  expect(wrong).toEqual({ code: 1, output: "there is no tenant halden-bnk, did you mean halden-bank?\n" });

  const { code, output } = await folder.tenantry("rename", "halden-bank", "halden");
  expect(code, output).toBe(0);
  expect(output).toContain("tenants/halden-bank.yaml is now tenants/halden.yaml.\n");
  workos.requests.reset();
  openai.requests.reset();
  const up = await folder.pulumi(UP, environment);
  expect(up.code, up.output).toBe(0);
  expect(up.output).not.toMatch(/[-+] \d+ (?:created|deleted|replaced)/);
  expect(folder.writes(), up.output).toBe(0);
  expect(idsIn()).toEqual(before.map((name) => name.replace("halden-bank/", "halden/")));
  expect(before.length).toBeGreaterThan(5);

  const again = await folder.pulumi(["preview", "--refresh", "--expect-no-changes"], environment);
  expect(again.code, again.output).toBe(0);
});
