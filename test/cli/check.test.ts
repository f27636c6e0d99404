import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fleetYaml, tenantYaml } from "../fleet/sources.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "tenantry-check-"));
  mkdirSync(join(directory, "tenants"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The compiled command, run beside the fleet's folder. */
function command(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/cli/main.js"), ...args], {
    cwd: directory,
    encoding: "utf8",
  });
  return { status, lines: `${stdout}${stderr}`.split("\n") };
}

test("files that are made to do more than to be read are only read", () => {
  writeFileSync(join(directory, "fleet.yaml"), fleetYaml);
  writeFileSync(join(directory, "tenants", "acme.yaml"), tenantYaml("acme", `plan: ${JSON.stringify(hostileText)}\n`));
  // Everything that can stand in a file's name.
  writeFileSync(join(directory, "tenants", `::error::${hostileText.replaceAll(/[/\0]/g, "")}.yml`), "");
  const { status, lines } = command("check");
  expect(status).toBe(1);
  expect(lines.flatMap(harm)).toEqual([]);
  expect(lines.filter((line) => line.startsWith("tenants/"))).toHaveLength(2);
});

test("neither does a seed of the emulators, whose YAML or whose objects are wrong", () => {
  for (const seed of [
    `a: ${JSON.stringify(hostileText)}\n`,
    `"${hostileText}`,
    `workos: { organizations: [${JSON.stringify({ [hostileText]: hostileText })}] }`,
  ]) {
    writeFileSync(join(directory, "seed.yaml"), seed);
    const { status, lines } = command("emulate", "--workos-port=0", "--openai-port=0", "--seed", "seed.yaml");
    expect(status).toBe(1);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.flatMap(harm)).toEqual([]);
  }
});
