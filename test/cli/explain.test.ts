import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { fleetYaml, tenantYaml } from "../fleet/sources.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "tenantry-explain-"));
  mkdirSync(join(directory, "tenants"));
  writeFileSync(join(directory, "fleet.yaml"), `${fleetYaml}defaults: { owner: ops@ours.example }\n`);
});
afterAll(() => rmSync(directory, { recursive: true }));

const acme = (text: string) => writeFileSync(join(directory, "tenants", "acme.yaml"), text);

/** The compiled command, run in the fleet's folder. */
function explain(...args: string[]) {
  const command = [join(root, "dist/cli/main.js"), "explain", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: directory, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("values stand as in a file, each with the line that says so", () => {
  acme(`schemaVersion: 1
tenant: acme
name: "Acme: \\"the\\" company"
plan: enterprise
domains: [{ domain: acme.example }]
metadata: { "a b": c }
roles:
  - slug: org-engineer
    name: Engineer
    permissions: [pipelines:read, pipelines:run]
    description: Runs what others build, reads what they wrote, and changes nothing at all
openai: { project: {} }
`);
  const { status, stdout, stderr } = explain("acme");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toBe(`\
schemaVersion: 1                                  # tenants/acme.yaml:1
tenant: acme                                      # tenants/acme.yaml:2
name: 'Acme: "the" company'                       # tenants/acme.yaml:3
metadata:
  a b: c                                          # tenants/acme.yaml:6
plan: enterprise                                  # tenants/acme.yaml:4
status: active                                    # default
owner: ops@ours.example                           # fleet.yaml:8 (defaults)
mfa:
  policy: OPTIONAL                                # default
  gracePeriodDays: 7                              # default
session:
  lifetimeMinutes: 480                            # default
passwordPolicy: standard                          # default
allowSignups: false                               # default
domains:
  - domain: acme.example                          # tenants/acme.yaml:5
    verification: dns                             # default
    required: true                                # default
scim:
  required: false                                 # default
roles:
  - slug: org-engineer                            # tenants/acme.yaml:8
    name: Engineer                                # tenants/acme.yaml:9
    description: "Runs what others build, reads what they wrote, and changes nothing at all"  # tenants/acme.yaml:11
    permissions: [pipelines:read, pipelines:run]  # tenants/acme.yaml:10
openai:
  project: {}                                     # tenants/acme.yaml:12
require:
  mfa: REQUIRED                                   # fleet.yaml:6 (plan enterprise)
`);
  expect(parse(stdout)).toMatchObject({
    name: 'Acme: "the" company',
    metadata: { "a b": "c" },
    openai: { project: {} },
  });
});

test("and for programs as a list of a shape that stays", () => {
  acme(
    "schemaVersion: 1\ntenant: acme\nname: Acme\nroles: [{ slug: org-a, name: A, permissions: [pipelines:read] }]\n",
  );
  const { status, stdout } = explain("acme", "--json");
  expect(status).toBe(0);
  const values: { readonly from: string }[] = JSON.parse(stdout);
  expect(values).toContainEqual({ path: "mfa.gracePeriodDays", value: 7, file: null, line: null, from: "default" });
  expect(values.filter(({ from }) => from !== "default")).toEqual([
    { path: "schemaVersion", value: 1, file: "tenants/acme.yaml", line: 1, from: "tenant" },
    { path: "tenant", value: "acme", file: "tenants/acme.yaml", line: 2, from: "tenant" },
    { path: "name", value: "Acme", file: "tenants/acme.yaml", line: 3, from: "tenant" },
    { path: "plan", value: "starter", file: "fleet.yaml", line: 3, from: "defaultPlan" },
    { path: "owner", value: "ops@ours.example", file: "fleet.yaml", line: 8, from: "defaults" },
    { path: "roles[0].slug", value: "org-a", file: "tenants/acme.yaml", line: 4, from: "tenant" },
    { path: "roles[0].name", value: "A", file: "tenants/acme.yaml", line: 4, from: "tenant" },
    { path: "roles[0].permissions", value: ["pipelines:read"], file: "tenants/acme.yaml", line: 4, from: "tenant" },
  ]);
});

test("a tenant that is not there is refused with the nearest, or with what to do", () => {
  acme(tenantYaml("acme"));
  expect(explain("acne")).toEqual({
    status: 1,
    stdout: "",
    stderr: "The fleet has no tenant acne: did you mean acme?\n",
  });
  expect(explain("globex")).toEqual({
    status: 1,
    stdout: "",
    stderr: "The fleet has no tenant globex: `npx tenantry new` writes the file of a new one\n",
  });
});

test("problems in any file are told as check tells them", () => {
  acme("schemaVersion: 1\ntenant: acme\nnmae: Acme\n");
  writeFileSync(join(directory, "tenants", "globex.yaml"), tenantYaml("globex", "plan: nterprise\n"));
  const { status, stdout, stderr } = explain("acme");
  rmSync(join(directory, "tenants", "globex.yaml"));
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toBe(`\
tenants/acme.yaml:1:1: name: is missing
  1 | schemaVersion: 1
    | ^
tenants/acme.yaml:3:1: nmae: unknown field, did you mean name?
  3 | nmae: …
    | ^
tenants/globex.yaml:5:7: plan: there is no plan "nterprise", did you mean enterprise?
  5 | plan: nterprise
    |       ^
3 problems in 2 files
`);
});

test("what a file says can neither steer a terminal nor give orders, in either form", () => {
  // A file has no hidden characters; these are those that it may have.
  const name = hostileText.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]/gu, "");
  acme(tenantYaml("acme").replace("acme Ltd", JSON.stringify(name)));
  for (const form of [[], ["--json"]]) {
    const { status, stdout } = explain("acme", ...form);
    expect(status).toBe(0);
    expect(stdout.split("\n").flatMap(harm)).toEqual([]);
  }
  const [{ value }] = JSON.parse(explain("acme", "--json").stdout).filter(
    ({ path }: { path: string }) => path === "name",
  );
  expect(value).toBe(name.trim());
  expect(explain(`a\u001b[31mb`).stderr).not.toContain("\u001b");
});
