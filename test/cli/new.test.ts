import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fleetYaml, tenantYaml } from "../fleet/sources.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tenantry-new-"));
  mkdirSync(join(directory, "tenants"));
  writeFileSync(join(directory, "fleet.yaml"), fleetYaml);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The compiled command, run in the fleet's folder. */
function tenantry(...args: string[]) {
  const command = [join(root, "dist/cli/main.js"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: directory, encoding: "utf8" });
  return { status, stdout, stderr };
}
const create = (...args: string[]) => tenantry("new", ...args);
const refusal = (...args: string[]) => {
  const { status, stdout, stderr } = create(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  return stderr;
};
const files = () => readdirSync(join(directory, "tenants")).sort();
const owner = ["--owner", "ops@ours.example"];

test("a file is written that passes check, and what to do next is said", () => {
  const { status, stdout, stderr } = create("acme-labs", "--plan", "enterprise", ...owner);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`\
wrote tenants/acme-labs.yaml

What to do next:
  1. Fill in what you know: take the # away from a line. An editor with YAML's language server knows every field.
  2. npx tenantry check
  3. \`pulumi preview\`, in a pull request, shows what it would make; \`pulumi up\` makes it.
`);
  expect(readFileSync(join(directory, "tenants", "acme-labs.yaml"), "utf8")).toContain(`
schemaVersion: 1
tenant: acme-labs
name: Acme Labs
plan: enterprise
owner: ops@ours.example

`);
  expect(tenantry("check")).toEqual({ status: 0, stdout: "1 tenant, no problems\n", stderr: "" });
});

test("the first tenant gets the folder as well, where its file would pass", () => {
  rmSync(join(directory, "tenants"), { recursive: true });
  expect(refusal("acme")).toContain("owner: is missing");
  expect(existsSync(join(directory, "tenants"))).toBe(false);
  const { status, stdout, stderr } = create("sk-telecom-korea", ...owner);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^wrote tenants\/sk-telecom-korea\.yaml\n/);
  expect(files()).toEqual(["sk-telecom-korea.yaml"]);
  expect(tenantry("check")).toEqual({ status: 0, stdout: "1 tenant, no problems\n", stderr: "" });
});

test("a file that is there stays as it is, and so does what a link leads to", () => {
  const text = tenantYaml("acme");
  writeFileSync(join(directory, "tenants", "acme.yaml"), text);
  expect(refusal("acme", ...owner)).toBe("tenants/acme.yaml is there already, and stays as it is.\n");
  expect(readFileSync(join(directory, "tenants", "acme.yaml"), "utf8")).toBe(text);
  // A tenant's file in another folder than its own is refused by check, so the link leads nowhere.
  symlinkSync(join(directory, "elsewhere"), join(directory, "tenants", "linked.yaml"));
  expect(refusal("linked", ...owner)).toBe(
    "tenants/linked.yaml:1:1: can't read this file (it does not exist)\n1 problem in 1 file\n",
  );
  expect(existsSync(join(directory, "elsewhere"))).toBe(false);
});

test.each([
  ["Acme Labs", "must be lower-case letters, digits and inner hyphens, 2 to 48 characters. acme-labs would do"],
  ["Café_Noir", "must be lower-case letters, digits and inner hyphens, 2 to 48 characters. cafe-noir would do"],
  ["../../acme", "must be lower-case letters, digits and inner hyphens, 2 to 48 characters. acme would do"],
  ["株式会社", "must be lower-case letters, digits and inner hyphens, 2 to 48 characters"],
  ["catalogue", '"catalogue" is reserved: resources that all tenants share are called so'],
])("no tenant has the key %s", (key, why) => {
  expect(refusal(key, ...owner)).toBe(`A tenant can't have the key ${key}: ${why}\n`);
  expect(files()).toEqual([]);
});

test("what would not pass check is not written", () => {
  const wouldNot = "tenants/acme.yaml is not written, since it would not pass `npx tenantry check`:\n";
  expect(refusal("acme")).toBe(`${wouldNot}  owner: is missing: no plan names one either. Say it with --owner\n`);
  expect(refusal("acme", "--plan", "enterprize", ...owner)).toBe(
    `${wouldNot}  plan: there is no plan "enterprize", did you mean enterprise?\n`,
  );
  expect(refusal("acme", "--owner", "nobody", "--name", "")).toBe(
    `${wouldNot}  name: must not be empty\n  owner: must be an e-mail address\n`,
  );
  writeFileSync(join(directory, "fleet.yaml"), fleetYaml.replace("defaultPlan: starter\n", ""));
  expect(refusal("acme", ...owner)).toBe(
    `${wouldNot}  plan: is missing, and fleet.yaml has no defaultPlan. Say it with --plan\n`,
  );
  expect(files()).toEqual([]);
});

test("nor what another tenant has already, whichever of the two is read first", () => {
  writeFileSync(join(directory, "tenants", "globex.yaml"), tenantYaml("globex", "externalId: acme\n"));
  writeFileSync(
    join(directory, "tenants", "initech.yaml"),
    tenantYaml("initech", "externalId: umbrella\nopenai: { project: { name: umbrella } }\n"),
  );
  expect(refusal("acme", ...owner)).toBe(
    "tenants/acme.yaml is not written, since it would not pass `npx tenantry check`:\n" +
      '  tenants/globex.yaml:5:13: externalId: "acme" is already the external id of another tenant, see tenants/acme.yaml:3\n',
  );
  expect(refusal("umbrella", ...owner)).toBe(
    "tenants/umbrella.yaml is not written, since it would not pass `npx tenantry check`:\n" +
      '  tenant: "umbrella" is already the external id of another tenant, see tenants/initech.yaml:5\n',
  );
  expect(files()).toEqual(["globex.yaml", "initech.yaml"]);
});

test("beside files with problems nothing is written, and check's words say why", () => {
  writeFileSync(join(directory, "tenants", "globex.yaml"), tenantYaml("globex", "plan: nterprise\n"));
  expect(refusal("acme", ...owner)).toBe(
    'tenants/globex.yaml:5:7: plan: there is no plan "nterprise", did you mean enterprise?\n' +
      "  5 | plan: nterprise\n    |       ^\n1 problem in 1 file\n",
  );
  expect(files()).toEqual(["globex.yaml"]);
});

test("whatever was typed, what is printed is text", () => {
  const typed = hostileText.replaceAll("\0", "");
  for (const args of [[typed], ["acme", "--name", typed, ...owner], ["acme", "--plan", typed, "--owner", typed]])
    expect(
      refusal(...args)
        .split("\n")
        .flatMap(harm),
    ).toEqual([]);
  expect(files()).toEqual([]);
});

test("every command is in the help", () => {
  const { stdout } = tenantry("--help");
  for (const command of ["check", "demo", "emulate", "explain", "new", "rotate", "schema", "status"])
    expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, "m"));
});
