import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Emulators, startEmulators } from "../../emulators/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { version, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

let folder: string;
let emulators: Emulators;
beforeAll(async () => {
  emulators = await startEmulators();
  folder = mkdtempSync(join(tmpdir(), "tenantry-packed-"));
  const options = { cwd: root, encoding: "utf8", shell: process.platform === "win32" } as const;
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], options);
  const [{ filename }] = JSON.parse(packed);
  // As npm would, with no registry: the package from its tarball, and what it says that it needs.
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "tenantry"), { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, filename), "-C", join(modules, "tenantry"), "--strip-components", "1"]);
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
  }
});
afterAll(async () => {
  await emulators?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Typed in the folder of somebody who has nothing else of ours. */
const run = async (command: string, args: readonly string[]): Promise<string> => {
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PULUMI_HOME: join(folder, ".home"),
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_STACK: "production",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      TENANTRY_STATE_DIR: join(folder, ".proofs"),
      XDG_CACHE_HOME: join(folder, ".cache"),
      WORKOS_API_KEY: emulators.workos.apiKey,
      WORKOS_BASE_URL: emulators.workos.url,
      OPENAI_ADMIN_KEY: emulators.openai.adminApiKey,
      OPENAI_BASE_URL: emulators.openai.url,
    },
  });
  return stdout;
};
const tenantry = (...args: string[]) =>
  run(process.execPath, [join("node_modules", "tenantry", "dist", "cli", "main.js"), ...args]);

test("who has nothing but the package gets from init to a first preview", async () => {
  expect(await tenantry("--version")).toBe(`${version}\n`);
  expect(await tenantry("init")).toContain("wrote fleet.yaml");
  expect(await tenantry("check")).toBe("1 tenant, no problems\n");
  await run("pulumi", ["stack", "init", "production"]);
  const told = await tenantry("preview", "--policy-config", "policies.json");
  expect(told).toContain("first-customer\n    is a new customer, plan business");
  expect(told).toMatch(/^Digest [0-9a-f]{64}$/m);
  expect(emulators.workos.requests.writes + emulators.openai.requests.writes).toBe(0);
});
