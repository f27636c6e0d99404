// Behind most scripts of package.json: makes a fresh clone runnable, then runs what was asked for.
// Needs nothing but Node 20 and npm: it may use only what Node brings along.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { constants, homedir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const isWindows = process.platform === "win32";

/** Vendor SDKs need it, and the tests and benchmarks are TypeScript that Node runs as it is. */
const oldestNode = [22, 18];
const fetchedNode = 24;

const targets = {
  build: (node) => compile(node),
  demo: async (node, args) => {
    await compile(node);
    await handOver(node, ["dist/cli/main.js", "demo", ...args]);
  },
  bench: async (node, args) => {
    await compile(node);
    await handOver(node, ["bench/main.ts", ...args]);
  },
  test: async (node, args) => {
    await compile(node);
    await step("checking format and lint (biome)", node, ["node_modules/@biomejs/biome/bin/biome", "check", "."]);
    await typecheck(node);
    await handOver(node, ["node_modules/vitest/vitest.mjs", "run", ...args], "running the tests (vitest)");
  },
  "test:watch": (node, args) =>
    handOver(node, ["node_modules/vitest/vitest.mjs", "watch", "--project", "unit", ...args]),
  typecheck: (node) => typecheck(node),
  generate: (node) => handOver(node, ["generate/main.ts"]),
  new: (node, args) => handOver(node, ["generate/new.ts", ...args]),
};

// TypeScript 7 checks in a third of the time. Its API is not stable yet, so what compiles and documents uses TypeScript 6.
const typecheck = (node) => step("checking types (tsc)", node, ["node_modules/typescript-7/bin/tsc", "-p", "."]);
const compile = (node) => step("compiling (tsc)", node, ["generate/compile.ts"]);

/** A message for the user that ends the run. */
class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

// Ctrl-C reaches the children too: they decide, and their end is ours.
process.on("SIGINT", () => {});

try {
  const [name = "", ...args] = process.argv.slice(2);
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (!target) throw new Stop(`usage: node start.mjs ${Object.keys(targets).join("|")} [arguments]`);

  process.chdir(root);
  const node = await suitableNode();
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`;
  if (!isInstalled()) {
    const [command, ...before] = npm(node);
    await step("installing dependencies (npm ci)", command, [...before, "ci", "--no-audit", "--no-fund"]);
  }
  await target(node, args);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  if (error.message) console.error(error.message);
  process.exitCode = error.exitCode;
}

/** This Node if it is new enough, else one from the cache of this user, fetched on first use. */
async function suitableNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return process.execPath;

  const wanted = `Node ${oldestNode.join(".")} or later is needed and this is ${process.versions.node}`;
  const remedy = "Install Node from https://nodejs.org and try again.";
  if (major < 20) throw new Stop(`${wanted}; fetching a newer one takes Node 20. ${remedy}`);

  // The package `node` finds the right one of these with an install script; they need none.
  const system = isWindows ? "win" : process.platform;
  const isAppleSilicon = system === "darwin" && process.arch === "arm64";
  const name = `${isAppleSilicon ? "node-bin" : "node"}-${system}-${process.arch}`;
  const folder = join(cacheDir(), `node-${fetchedNode}-${system}-${process.arch}`);
  const node = join(folder, "node_modules", name, "bin", isWindows ? "node.exe" : "node");
  if (existsSync(node)) return node; // whole, because the folder was renamed into place

  const temporary = `${folder}.${process.pid}.part`;
  mkdirSync(temporary, { recursive: true });
  try {
    const [command, ...before] = npm(process.execPath);
    const options = ["--prefix", temporary, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    const title = `${wanted}: fetching Node ${fetchedNode} into ${cacheDir()}, once per user`;
    await step(title, command, [...before, "install", ...options, `${name}@${fetchedNode}`]);
    if (!existsSync(folder)) renameSync(temporary, folder);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    throw new Stop(`${error.message}\n${wanted}, and the package ${name} could not be fetched. ${remedy}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return node;
}

/** The folder of this user's caches that is ours: the one where engine/cache.ts keeps the engine. */
function cacheDir() {
  const { env } = process;
  if (isWindows) return join(env.LOCALAPPDATA || join(homedir(), "AppData", "Local"), "tenantry", "cache");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "tenantry");
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tenantry");
}

/** The command line of npm: the one that runs us, else the one on PATH. */
function npm(node) {
  const { npm_execpath: running = "" } = process.env;
  return basename(running) === "npm-cli.js" ? [node, running] : [isWindows ? "npm.cmd" : "npm"];
}

/** Whether node_modules holds what package-lock.json says; npm writes down what it installed when it is done. */
function isInstalled() {
  const record = join("node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const { "": _, ...locked } = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  return Object.entries(locked).every(([path, { version, optional }]) =>
    path in installed ? installed[path].version === version : optional === true,
  );
}

/** Runs a command to its end: one line with what it does and how long it took, and all it said if it fails. */
async function step(title, command, args) {
  const begun = Date.now();
  process.stdout.write(`${title} …`);
  const timer = setInterval(() => process.stdout.write(` ${elapsed(begun)} …`), 20_000);
  const said = [];
  const child = start(command, args, ["ignore", "pipe", "pipe"]);
  child.stdout.on("data", (bytes) => said.push(bytes));
  child.stderr.on("data", (bytes) => said.push(bytes));
  try {
    const code = await ending(child, command);
    process.stdout.write(` ${code === 0 ? "" : "failed after "}${elapsed(begun)}\n`);
    if (code !== 0) throw new Stop(Buffer.concat(said).toString().trimEnd(), code);
  } finally {
    clearInterval(timer);
  }
}

/** Runs a command that has our terminal to itself; its exit code is ours. */
async function handOver(command, args, title) {
  const begun = Date.now();
  if (title) console.log(`${title} …`);
  const code = await ending(start(command, args, "inherit"), command);
  if (title) console.log(`${title} ${code === 0 ? "took" : "failed after"} ${elapsed(begun)}`);
  if (code !== 0) throw new Stop("", code);
}

function start(command, args, stdio) {
  const child = spawn(command, args, { stdio, shell: command.endsWith(".cmd") });
  const pass = (signal) => child.kill(signal);
  process.on("SIGTERM", pass);
  child.on("close", () => process.off("SIGTERM", pass));
  return child;
}

/** The exit code of a child, for a signal the one that shells use. */
async function ending(child, command) {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      const missing = error.code === "ENOENT" ? "it is not installed, or not on PATH" : error.message;
      reject(new Stop(`\n${command} could not be run: ${missing}.`));
    });
    child.on("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function elapsed(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}
