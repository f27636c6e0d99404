import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const preload = join(root, "engine/language-host/register.ts");

/** What a program prints as JSON, in a process that begins with it. */
async function printed(program: string, { cwd = root, type = "commonjs" } = {}): Promise<unknown> {
  const args = ["--no-warnings", "--import", preload, `--input-type=${type}`, "--eval", program];
  return JSON.parse((await promisify(execFile)(process.execPath, args, { cwd })).stdout);
}

/** How many of their files are loaded. */
const LOADED = `
  const loaded = () => Object.values(require.cache)
    .filter(({ filename, exports }) => /node_modules.@npmcli.arborist.lib.arborist|lib.typescript\\.js$/.test(filename)
      && !require("node:util").types.isProxy(exports)).length;`;

test("the SDK starts without what it needs only to serialise functions, and has it when it does", async () => {
  const [before, text, paths, after] = (await printed(`${LOADED}
    const { runtime } = require("@pulumi/pulumi");
    require("@pulumi/pulumi/dynamic");
    const before = loaded();
    (async () => {
      const { text } = await runtime.serializeFunction(() => 1 + 1);
      const paths = await runtime.computeCodePaths({});
      console.log(JSON.stringify([before, text, paths.size, loaded() > 0]));
    })();`)) as [number, string, number, boolean];
  expect(before).toBe(0);
  expect(text).toContain("1 + 1");
  expect(paths).toBeGreaterThan(0);
  expect(after).toBe(true);
});

test("a program that uses them itself sees no difference", async () => {
  expect(
    await printed(
      `import ts, { version } from "typescript";
       import * as all from "typescript";
       import Arborist, { Node } from "@npmcli/arborist";
       import { createRequire } from "node:module";
       const again = createRequire(import.meta.url)("typescript");
       const { path } = new Arborist({ path: "/fleet" });
       console.log(JSON.stringify([
         ts.version === version, "transpile" in ts, Object.keys(all).length > 2000, again.version === version,
         path, typeof Node, new Arborist({ path }) instanceof Arborist,
       ]));`,
      { type: "module" },
    ),
  ).toEqual([true, true, true, true, "/fleet", "function", true]);
});

test("where there is no SDK nothing happens", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "tenantry-nothing-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  expect(await printed("console.log(1)", { cwd })).toBe(1);
});
