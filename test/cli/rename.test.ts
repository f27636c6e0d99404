import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MAX_FILE_BYTES } from "../../fleet/yaml-file.ts";
import { fleetYaml, tenantYaml } from "../fleet/sources.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tenantry-rename-"));
  mkdirSync(join(directory, "tenants"));
  writeFileSync(join(directory, "fleet.yaml"), fleetYaml);
  writeFileSync(join(directory, "tenants", "globex.yaml"), tenantYaml("globex"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The compiled command, run in the fleet's folder. */
function tenantry(...args: string[]) {
  const command = [join(root, "dist/cli/main.js"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: directory, encoding: "utf8" });
  return { status, stdout, stderr };
}
const files = () => readdirSync(join(directory, "tenants")).sort();

test("a key that YAML would take for a number stays text, as the new one and as the old one", () => {
  expect(tenantry("rename", "globex", "1e3")).toMatchObject({ status: 0, stderr: "" });
  expect(tenantry("rename", "1e3", "42")).toMatchObject({ status: 0, stderr: "" });
  expect(files()).toEqual(["42.yaml"]);
  expect(readFileSync(join(directory, "tenants", "42.yaml"), "utf8")).toContain(
    'tenant: "42"\nformerly: [globex, "1e3"]\nexternalId: globex\n',
  );
  expect(tenantry("check")).toEqual({ status: 0, stdout: "1 tenant, no problems\n", stderr: "" });
});

test("a file that would not pass check under its new key stays as it is", () => {
  const text = tenantYaml("acme");
  const full = `${text}#${" ".repeat(MAX_FILE_BYTES - text.length - 2)}\n`;
  writeFileSync(join(directory, "tenants", "acme.yaml"), full);
  expect(tenantry("rename", "acme", "acme-corp")).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "acme is not renamed, since its file would not pass `npx tenantry check`:\n" +
      "  tenants/acme-corp.yaml:1:1: the file is larger than 1 MB\n",
  });
  expect(files()).toEqual(["acme.yaml", "globex.yaml"]);
  expect(readFileSync(join(directory, "tenants", "acme.yaml"), "utf8")).toBe(full);
});
