import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

const FILE = "tenants/halden-bank.yaml";
const PLANTED = { FIRST_SECRET: "planted-9d1c-was-in-the-vault", SECOND_SECRET: "planted-77aa-comes-into-the-vault" };
const withVault = (text: string, variable: keyof typeof PLANTED) =>
  `${text}vault:\n  - { name: warehouse, value: "\${env:${variable}}" }\n`;

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("preview", smallFleet, { environment: PLANTED });
  folder.write("fleet.yaml", `${smallFleet["fleet.yaml"]}secrets: { environment: [FIRST_SECRET, SECOND_SECRET] }\n`);
  folder.write(FILE, withVault(smallFleet[FILE] ?? "", "FIRST_SECRET"));
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"]);
  expect(code, output).toBe(0);
});
afterAll(() => folder?.close());

const read = (file: string): string => readFileSync(join(folder.path, file), "utf8");

test("a pull request is told in plain words, with what changed behind its back and what a policy refuses; nothing is written", async () => {
  const dana = folder.emulators.workos.as("dana");
  // biome-ignore lint/suspicious/noExplicitAny: what the vendors answer
  const { organizations } = (await dana.get("/_emulator/dump")) as any;
  const { id } = organizations.find((one: { name: string }) => one.name === "Halden Bank ASA");
  await dana.patch(`/authorization/organizations/${id}/roles/org-engineer`, { name: "Boss" });
  folder.write(
    FILE,
    withVault(smallFleet[FILE] ?? "", "SECOND_SECRET")
      .replace("name: pipeline-runner,", "name: pipeline-runner, role: owner,")
      .replace(
        "  - { domain: haldenbank.example }\n",
        "  - { domain: haldenbank.example }\n  - { domain: halden.example }\n",
      )
      .replace(/members:\n {2}- \{ email.*\n/, "members: []\n"),
  );
  const [state, writes] = [folder.storedState(), folder.writes()];

  const { code, output } = await folder.tenantry(
    "preview",
    "--refresh",
    "--markdown",
    "comment.md",
    "--json",
    "preview.json",
  );
  expect(code, output).toBe(2);
  const [markdown, json] = [read("comment.md"), JSON.parse(read("preview.json"))];
  expect(markdown).toMatch(/^<!-- tenantry preview test -->\n### ⛔ A policy refuses this change\n/);
  expect(markdown).toMatch(/^- 🗑️ \*\*`halden-bank`\*\* member `astrid.berg@haldenbank.example` is removed\b/m);
  expect(markdown).toMatch(
    /^- ⬆️ \*\*`halden-bank`\*\* service account `pipeline-runner`: role `member` → `owner` .*halden-bank\.yaml:\d+`$/m,
  );
  expect(markdown).toMatch(/^- ⛔ \*\*`halden-bank`\*\* .*set role to member in `tenants\/halden-bank.yaml`/m);
  expect(markdown).toMatch(/^- domain `halden.example` is added .*halden-bank\.yaml:8`$/m);
  expect(markdown).toMatch(/^- \*\*`halden-bank`\*\* role `org-engineer`: name `Engineer` → `Boss`/m);
  expect(output).toContain("role org-engineer: name Boss → Engineer");
  expect(json).toMatchObject({ stack: "test", result: "refused", counts: { added: 1, removed: 1, replaced: 0 } });

  expect(output).toContain("vault object warehouse: value is another one (secret)");
  for (const text of [markdown, output, read("preview.json")]) {
    expect(text).not.toMatch(/sk[-_](?:proj|svcacct|test|admin)/);
    for (const planted of Object.values(PLANTED)) expect(text).not.toContain(planted.slice(0, 12));
  }
  expect(folder.storedState()).toBe(state);
  expect(folder.writes()).toBe(writes);
});

test("a program that cannot be previewed says why, once, and ends with 1", async () => {
  folder.write(FILE, `${smallFleet[FILE]}plam: starter\n`);
  const { code, output } = await folder.tenantry("preview", "--no-policies", "--json", "-");
  expect(code, output).toBe(1);
  const json = JSON.parse(output.slice(0, output.lastIndexOf("}") + 1));
  expect(json.result).toBe("failed");
  expect(json.problems).toHaveLength(1);
  expect(json.problems[0].message).toContain("plam: unknown field");
});

test("up does what was approved and nothing else", async () => {
  const approved = withVault(smallFleet[FILE] ?? "", "SECOND_SECRET").replace(
    "name: Engineer,",
    "name: Chief engineer,",
  );
  folder.write(FILE, approved);
  expect((await folder.tenantry("preview", "--json", "approved.json")).code).toBe(0);

  folder.write(FILE, approved.replace("domains:\n", "domains:\n  - { domain: halden.example }\n"));
  const writes = folder.writes();
  const refused = await folder.tenantry("up", "--approved", "approved.json");
  expect(refused.code, refused.output).toBe(3);
  expect(refused.output).toContain("now, and not approved: halden-bank: domain halden.example is added");
  expect(folder.writes()).toBe(writes);

  folder.write(FILE, approved);
  const done = await folder.tenantry("up", "--approved", "approved.json");
  expect(done.code, done.output).toBe(0);
  // biome-ignore lint/suspicious/noExplicitAny: what the vendors answer
  const { roles, domains } = (await folder.emulators.workos.as("dana").get("/_emulator/dump")) as any;
  expect(JSON.stringify(roles)).toContain("Chief engineer");
  expect(JSON.stringify(domains)).not.toContain("halden.example");
});
