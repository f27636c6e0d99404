import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { shelf } from "../../engine/cache.ts";
import { nodePlugins } from "../../engine/executables.ts";
import { hostedBin } from "../../engine/hosted.ts";
import { fakeEngine, machine, temporaryFolder } from "./machine.ts";

/** A built engine, completed with the language host. */
async function hosted(): Promise<string> {
  const it = machine();
  await fakeEngine(shelf(it).built, "3.259.0", []);
  return hostedBin(shelf(it).built, it);
}

/** A folder from which this repository's packages resolve, but not its own code. */
async function programFolder(): Promise<string> {
  const folder = temporaryFolder();
  await symlink(join(import.meta.dirname, "..", "..", "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Starts a plugin as the engine does, in a program's folder; it ends with the test. */
async function run(script: string, env = process.env) {
  const child = spawn(script, ["127.0.0.1:1"], { cwd: await programFolder(), env, stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

describe(hostedBin, () => {
  test("the folder holds copies, so nothing in it leads to where tenantry is installed", async () => {
    const bin = await hosted();
    for (const plugin of nodePlugins) {
      expect(await readFile(join(bin, plugin), "utf8")).not.toContain(dirname(dirname(import.meta.dirname)));
    }
    expect(existsSync(join(bin, "language-host", "main.ts"))).toBe(true);
  });

  test.each(nodePlugins)("%s prints its port, and ends when the engine is gone", async (plugin) => {
    const script = join(await hosted(), plugin);
    const child = await run(script);
    const [port] = await once(createInterface({ input: child.stdout }), "line");
    expect(Number(port)).toBeGreaterThan(0);
    const closed = once(child, "close");
    child.stdin.destroy();
    expect(await closed).toEqual([1, null]);
  });

  test("a plugin runs with the node on PATH when the one that set it up is gone", async () => {
    const script = join(await hosted(), "pulumi-language-nodejs");
    await writeFile(script, (await readFile(script, "utf8")).replace(process.execPath, "/gone/node"));
    const child = await run(script, { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` });
    const [port] = await once(createInterface({ input: child.stdout }), "line");
    expect(Number(port)).toBeGreaterThan(0);
  });
});
