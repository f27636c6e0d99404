import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const names = ["fleet.schema.json", "tenant.schema.json"];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-schema-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The compiled command, run in the fleet's folder. */
const schema = (...args: string[]) => schemaOf(root, ...args);

function schemaOf(installed: string, ...args: string[]) {
  const command = [join(installed, "dist/cli/main.js"), "schema", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("the schemas go beside fleet.yaml, and what is printed leads an editor to them", () => {
  const { status, stdout } = schema();
  expect(status).toBe(0);
  expect(readdirSync(folder)).toEqual(names);
  for (const name of names) expect(readFileSync(join(folder, name))).toEqual(readFileSync(join(root, "schemas", name)));
  expect(stdout).toBe(`wrote fleet.schema.json and tenant.schema.json

An editor with YAML's language server reads them if this is the first line of a file:
  fleet.yaml      # yaml-language-server: $schema=fleet.schema.json
  tenants/*.yaml  # yaml-language-server: $schema=../tenant.schema.json
`);
});

test("or where --out says, be the folder new or what is in it old", () => {
  schema("--out", "editor/schemas");
  writeFileSync(join(folder, "editor/schemas/tenant.schema.json"), "{}");
  const { status, stdout } = schema("--out", "editor/schemas");
  expect(status).toBe(0);
  expect(stdout).toContain("$schema=../editor/schemas/tenant.schema.json\n");
  for (const name of names)
    expect(readFileSync(join(folder, "editor/schemas", name))).toEqual(readFileSync(join(root, "schemas", name)));
});

test("where nothing can be written, that is said", () => {
  writeFileSync(join(folder, "taken"), "");
  const { status, stdout, stderr } = schema("--out", "taken");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^can't write there: EEXIST.*'.*taken'\. Choose another folder with --out\.\n$/);
});

test("a package that lacks its own schemas does not blame the folder, and makes none", () => {
  const broken = mkdtempSync(join(tmpdir(), "tenantry-broken-"));
  try {
    for (const part of ["package.json", "dist"]) cpSync(join(root, part), join(broken, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(broken, "node_modules"), "junction");
    const { status, stdout, stderr } = schemaOf(broken, "--out", "new");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/ENOENT.*fleet\.schema\.json/);
    expect(stderr).not.toContain("--out");
    expect(readdirSync(folder)).not.toContain("new");
  } finally {
    rmSync(broken, { recursive: true });
  }
});
