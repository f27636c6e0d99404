import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { executable, temporaryFolder } from "./machine.ts";

const lock = {
  packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } },
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
    ["a package is missing", { packages: {} }],
  ])("where %s, npm ci comes first", async (_, record) => {
    const { start, write, folder } = await clone();
    if (record) await write("node_modules/.package-lock.json", JSON.stringify(record));
    else await rm(join(folder, "node_modules/.package-lock.json"));
    expect((await start(["demo"])).ran).toEqual(["npm ci --no-audit --no-fund", compiled, "demo demo"]);
  });

  test("the npm that runs us is preferred to the one on PATH", async () => {
    const { start, write, folder } = await clone();
    await write("node_modules/.package-lock.json", '{ "packages": {} }');
    await write("elsewhere/npm-cli.js", tool("running npm"));
    const env = { npm_execpath: join(folder, "elsewhere", "npm-cli.js") };
    expect((await start(["demo"], env)).ran[0]).toBe("running npm ci --no-audit --no-fund");
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
      stderr: "usage: node start.mjs build|demo|bench|test|test:watch|typecheck|generate|new [arguments]\n",
      ran: [],
    });
  });
});

describe("start.mjs on an old Node", () => {
  const name = `${process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node"}-${process.platform}-${process.arch}`;
  /** An npm whose `install --prefix <folder>` installs a fake Node that prints that it is the fetched one. */
  const npm = `
    mkdir -p "$3/node_modules/${name}/bin"
    printf '#!/bin/sh\\necho fetched "$@" >> ran\\n' > "$3/node_modules/${name}/bin/node"
    chmod +x "$3/node_modules/${name}/bin/node"`;

  test("a newer one is fetched once, without install scripts, and runs everything", async () => {
    const { start, folder } = await clone({ node: "22.17.1", npm });
    const first = await start(["demo"]);
    expect(first.stdout).toContain(
      `Node 22.18 or later is needed and this is 22.17.1: fetching Node 24 into ${folder}/cache/tenantry, once per user … 0.1 s\n`,
    );
    expect(first.ran).toEqual([
      expect.stringMatching(new RegExp(`^npm install --prefix \\S+ --no-save --ignore-scripts .*${name}@24$`)),
      "fetched generate/compile.ts",
      "fetched dist/cli/main.js demo",
    ]);
    const second = await start(["demo"]);
    expect(second.stdout).not.toContain("fetching");
    expect(second.ran.slice(3)).toEqual(first.ran.slice(1));
  });

  test("where it can't be fetched, the message says what to do, and nothing half stays", async () => {
    const { start, folder } = await clone({ node: "20.1.0", npm: "echo no such package; exit 1" });
    const { code, stderr } = await start(["demo"]);
    expect([code, stderr.trim().split("\n")]).toEqual([
      1,
      [
        "no such package",
        `Node 22.18 or later is needed and this is 20.1.0, and the package ${name} could not be fetched. Install Node from https://nodejs.org and try again.`,
      ],
    ]);
    expect(existsSync(join(folder, "cache", "tenantry", `node-24-${process.platform}-${process.arch}`))).toBe(false);
  });

  test("a Node before 20 is told what is needed", async () => {
    const { start } = await clone({ node: "18.20.0" });
    expect((await start(["demo"])).stderr).toBe(
      "Node 22.18 or later is needed and this is 18.20.0; fetching a newer one takes Node 20. Install Node from https://nodejs.org and try again.\n",
    );
  });
});
