import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { appendFile, chmod, copyFile, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { findOnPath } from "../../engine/executables.ts";
import { executable, temporaryFolder } from "./machine.ts";

const lock = {
  packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } },
};
/** The Node that the clone pins for this machine. */
const nodePackage = "node_modules/node-of-this-machine";
const pinned = {
  version: "24.1.2",
  integrity: "sha512-pinned",
  os: process.platform,
  cpu: process.arch,
  bin: { node: "bin/node" },
};
const installed = { packages: { "node_modules/a": { version: "1.0.0" } } };

/** Prints which file ran and its arguments. Its exit code is the content of `<name>.code` in the clone, if that exists. */
const tool = (name: string) => `
  const { existsSync, readFileSync, appendFileSync } = require("node:fs");
  appendFileSync("ran", [${JSON.stringify(name)}, ...process.argv.slice(2)].join(" ") + "\\n");
  console.log("output of ${name}");
  process.exitCode = existsSync("${name}.code") ? Number(readFileSync("${name}.code")) : 0;`;

/** A clone whose tools only record that they ran. `start` runs `start.mjs` in it. */
async function clone({ npm = "exit 0", node = process.versions.node } = {}) {
  const folder = temporaryFolder();
  const write = async (file: string, content: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  };
  await copyFile(new URL("../../start.mjs", import.meta.url), join(folder, "start.mjs"));
  await write("package-lock.json", JSON.stringify(lock));
  await write("node_modules/.package-lock.json", JSON.stringify(installed));
  await write("engine/node/package-lock.json", JSON.stringify({ packages: { "": {}, [nodePackage]: pinned } }));
  for (const [file, name] of [
    ["generate/compile.ts", "compile"],
    ["node_modules/typescript-7/bin/tsc", "tsc"],
    ["node_modules/@biomejs/biome/bin/biome", "biome"],
    ["node_modules/vitest/vitest.mjs", "vitest"],
    ["dist/cli/main.js", "demo"],
    ["bench/main.ts", "bench"],
  ] as const) {
    await write(
      file,
      file.endsWith(".mjs")
        ? `import { createRequire } from "node:module"; const require = createRequire(import.meta.url); ${tool(name)}`
        : tool(name),
    );
  }
  await write("package.json", "{}");
  await executable(join(folder, "bin", "npm"), `echo "npm $*" >> ran\n${npm}`);
  // The version that start.mjs believes to run on.
  await write("version.cjs", `Object.defineProperty(process.versions, "node", { value: "${node}" });`);

  const start = async (args: string[], env: NodeJS.ProcessEnv = {}) => {
    const child = spawn(
      process.execPath,
      ["--require", join(folder, "version.cjs"), join(folder, "start.mjs"), ...args],
      {
        env: {
          PATH: `${join(folder, "bin")}:/usr/bin:/bin`,
          XDG_CACHE_HOME: join(folder, "cache"),
          HOME: folder,
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const ran = existsSync(join(folder, "ran")) ? (await readFile(join(folder, "ran"), "utf8")).trim().split("\n") : [];
    return { code: await closed, stdout: stdout.replaceAll(/\d+\.\d s/g, "0.1 s"), stderr, ran };
  };
  return { folder, write, start };
}

const compiled = "compile";

describe("start.mjs", () => {
  test("demo compiles, hands its arguments over and passes the exit code on", async () => {
    const { start, write } = await clone();
    await write("demo.code", "3");
    expect(await start(["demo", "--keep"])).toEqual({
      code: 3,
      stdout: "compiling (tsc) … 0.1 s\noutput of demo\n",
      stderr: "",
      ran: [compiled, "demo demo --keep"],
    });
  });

  test("bench runs the benchmarks", async () => {
    const { start } = await clone();
    expect((await start(["bench", "fleet"])).ran).toEqual([compiled, "bench fleet"]);
  });

  test("test checks format, lint and types before it runs the tests", async () => {
    const { start } = await clone();
    const { code, stdout, ran } = await start(["test", "test/engine"]);
    expect(ran).toEqual([compiled, "biome check .", "tsc -p .", "vitest run test/engine"]);
    expect([code, stdout]).toEqual([
      0,
      [
        "compiling (tsc) … 0.1 s",
        "checking format and lint (biome) … 0.1 s",
        "checking types (tsc) … 0.1 s",
        "running the tests (vitest) …",
        "output of vitest",
        "running the tests (vitest) took 0.1 s\n",
      ].join("\n"),
    ]);
  });

  test("a step that fails shows what it said, and ends the run with its exit code", async () => {
    const { start, write } = await clone();
    await write("biome.code", "2");
    expect(await start(["test"])).toEqual({
      code: 2,
      stdout: "compiling (tsc) … 0.1 s\nchecking format and lint (biome) … failed after 0.1 s\n",
      stderr: "output of biome\n",
      ran: [compiled, "biome check ."],
    });
  });

  test.each([
    ["nothing is installed", undefined],
    ["an installed package has another version", { packages: { "node_modules/a": { version: "0.9.0" } } }],
    [
      "an installed package has another digest",
      { packages: { "node_modules/a": { version: "1.0.0", integrity: "sha512-b" } } },
    ],
    ["a package is missing", { packages: {} }],
  ])("where %s, npm ci comes first", async (_, record) => {
    const { start, write, folder } = await clone();
    if (record) await write("node_modules/.package-lock.json", JSON.stringify(record));
    else await rm(join(folder, "node_modules/.package-lock.json"));
    expect((await start(["demo"])).ran).toEqual([
      "npm ci --ignore-scripts --no-audit --no-fund",
      compiled,
      "demo demo",
    ]);
  });

  test("the npm that runs us is preferred to the one on PATH", async () => {
    const { start, write, folder } = await clone();
    await write("node_modules/.package-lock.json", '{ "packages": {} }');
    await write("elsewhere/npm-cli.js", tool("running npm"));
    const env = { npm_execpath: join(folder, "elsewhere", "npm-cli.js") };
    expect((await start(["demo"], env)).ran[0]).toBe("running npm ci --ignore-scripts --no-audit --no-fund");
  });

  test("without npm the message says so", async () => {
    const { start, write, folder } = await clone();
    await write("node_modules/.package-lock.json", '{ "packages": {} }');
    const { code, stderr } = await start(["demo"], { PATH: join(folder, "nothing") });
    expect([code, stderr.trim()]).toEqual([1, "npm could not be run: it is not installed, or not on PATH."]);
  });

  test("an unknown word is answered with the usage", async () => {
    const { start } = await clone();
    expect(await start(["toString"])).toMatchObject({
      code: 1,
      stderr: "usage: node start.mjs build|demo|bench|soak|test|test:watch|typecheck|generate|new [arguments]\n",
      ran: [],
    });
  });
});

describe("start.mjs on an old Node", () => {
  /** Where the pinned Node is kept. */
  const kept = (folder: string) =>
    join(folder, "cache", "tenantry", `node-${pinned.version}-${process.platform}-${process.arch}`);
  /** An npm whose `ci --prefix <folder>` keeps the lockfile it was given, and installs a fake Node. */
  const npm = `
    cp "$3/package-lock.json" asked.json
    mkdir -p "$3/${nodePackage}/bin"
    printf '#!/bin/sh\\necho fetched "$@" >> ran\\n' > "$3/${nodePackage}/bin/node"
    chmod +x "$3/${nodePackage}/bin/node"`;
  const fetching = expect.stringMatching(/^npm ci --prefix \S+ --ignore-scripts --no-audit --no-fund$/);
  const ran = ["fetched generate/compile.ts", "fetched dist/cli/main.js demo"];

  test("the pinned one is fetched once, by a lockfile with its digest, without install scripts, and runs everything", async () => {
    const { start, folder } = await clone({ node: "22.17.1", npm });
    const first = await start(["demo"]);
    expect(first.stdout).toContain(
      `Node 22.18 or later is needed and this is 22.17.1: fetching Node 24.1.2 into ${folder}/cache/tenantry, once per user … 0.1 s\n`,
    );
    expect(first.ran).toEqual([fetching, ...ran]);
    expect(JSON.parse(await readFile(join(folder, "asked.json"), "utf8")).packages).toEqual({
      "": { dependencies: { "node-of-this-machine": "24.1.2" } },
      [nodePackage]: { version: "24.1.2", integrity: pinned.integrity },
    });
    const second = await start(["demo"]);
    expect(second.stdout).not.toContain("fetching");
    expect(second.ran.slice(3)).toEqual(ran);
  });

  test("nobody else can read or change what is kept", async () => {
    const { start, folder } = await clone({ node: "22.17.1", npm });
    await start(["demo"]);
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
    for (const path of [dirname(kept(folder)), kept(folder), join(kept(folder), "node")])
      expect(await modeOf(path)).toBe(0o700);
    expect(await modeOf(join(kept(folder), "fetched.json"))).toBe(0o600);
    expect(await readdir(dirname(kept(folder)))).toEqual([basename(kept(folder))]);
  });

  test("one that only looks new, because its cache was moved, is used", async () => {
    const { start, folder } = await clone({ node: "22.17.1", npm });
    await start(["demo"]);
    await utimes(join(kept(folder), "node"), 1, 1);
    expect((await start(["demo"])).ran.slice(3)).toEqual(ran);
  });

  test.each<[string, (folder: string) => Promise<void>]>([
    ["has changed since", (folder) => appendFile(join(folder, "node"), "echo changed >> ran\n")],
    ["lost its record", (folder) => rm(join(folder, "fetched.json"))],
    ["is open to other users", (folder) => chmod(folder, 0o755)],
  ])("one that %s is never run, but fetched anew", async (_, spoil) => {
    const { start, folder } = await clone({ node: "22.17.1", npm });
    await start(["demo"]);
    await spoil(kept(folder));
    const again = await start(["demo"]);
    expect(again.stdout).toContain(
      `${kept(folder)} is not what was fetched, or open to other users: it is fetched anew\n`,
    );
    expect(again.ran.slice(3)).toEqual([fetching, ...ran]);
  });

  test("one that was fetched by another digest is fetched anew", async () => {
    const { start, write } = await clone({ node: "22.17.1", npm });
    await start(["demo"]);
    const packages = { [nodePackage]: { ...pinned, integrity: "sha512-other" } };
    await write("engine/node/package-lock.json", JSON.stringify({ packages }));
    expect((await start(["demo"])).ran.slice(3)).toEqual([fetching, ...ran]);
  });

  test("npm brings the package with the pinned digest, and refuses one that its registry has under the same version", async () => {
    const { start, write, folder } = await clone({
      node: "22.17.1",
      npm: `exec ${findOnPath("npm", process.env)} "$@"`,
    });
    await write("package/package.json", JSON.stringify({ name: "node-of-this-machine", version: pinned.version }));
    await write("package/bin/node", '#!/bin/sh\necho fetched "$@" >> ran\n');
    await chmod(join(folder, "package/bin/node"), 0o755);
    const tarball = execFileSync("tar", ["-czf", "-", "package"], { cwd: folder });
    const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;

    const registry = createServer((request, response) => {
      const url = `http://${request.headers.host}/node.tgz`;
      const version = { name: "node-of-this-machine", version: pinned.version, dist: { tarball: url, integrity } };
      const about = JSON.stringify({ name: version.name, versions: { [pinned.version]: version } });
      response.end(request.url === "/node.tgz" ? tarball : about);
    });
    await once(registry.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => void registry.close());
    const { port } = registry.address() as AddressInfo;
    const env = {
      PATH: `${join(folder, "bin")}:${dirname(process.execPath)}:/usr/bin:/bin`,
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_cache: join(folder, "npm-cache"),
    };

    const refused = await start(["demo"], env);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("EINTEGRITY");
    expect(refused.stderr).toContain("the package node-of-this-machine could not be fetched.");
    expect(refused.ran.filter((line) => line.startsWith("fetched"))).toEqual([]);
    expect(existsSync(kept(folder))).toBe(false);

    const packages = { [nodePackage]: { ...pinned, integrity } };
    await write("engine/node/package-lock.json", JSON.stringify({ packages }));
    const brought = await start(["demo"], env);
    expect(brought.ran.filter((line) => line.startsWith("fetched"))).toEqual(ran);
  });

  test("where it can't be fetched, the message says what to do, and nothing half stays", async () => {
    const { start, folder } = await clone({ node: "20.1.0", npm: "echo no such package; exit 1" });
    const { code, stderr } = await start(["demo"]);
    expect([code, stderr.trim().split("\n")]).toEqual([
      1,
      [
        "no such package",
        "Node 22.18 or later is needed and this is 20.1.0, and the package node-of-this-machine could not be fetched. Install Node from https://nodejs.org and try again.",
      ],
    ]);
    expect(await readdir(join(folder, "cache", "tenantry"))).toEqual([]);
  });

  test("a machine for which none is pinned is told to install one", async () => {
    const { start, write } = await clone({ node: "20.1.0" });
    await write(
      "engine/node/package-lock.json",
      JSON.stringify({ packages: { [nodePackage]: { ...pinned, cpu: "mips" } } }),
    );
    expect((await start(["demo"])).stderr).toBe(
      `Node 22.18 or later is needed and this is 20.1.0; none can be fetched for ${process.platform} ${process.arch}. Install Node from https://nodejs.org and try again.\n`,
    );
  });

  test("a Node before 20 is told what is needed", async () => {
    const { start } = await clone({ node: "18.20.0" });
    expect((await start(["demo"])).stderr).toBe(
      "Node 22.18 or later is needed and this is 18.20.0; fetching a newer one takes Node 20. Install Node from https://nodejs.org and try again.\n",
    );
  });
});
