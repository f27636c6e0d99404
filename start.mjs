// Behind most scripts of package.json: makes a fresh clone runnable, then runs what was asked for.
// Needs nothing but Node 20 and npm: it may use only what Node brings along.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants, homedir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const isWindows = process.platform === "win32";

/** Vendor SDKs need it, and the tests and benchmarks are TypeScript that Node runs as it is. */
const oldestNode = [22, 18];

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
  soak: async (node, args) => {
    await compile(node);
    await handOver(node, ["test/soak/main.ts", ...args]);
  },
  test: async (node, args) => {
    // Vitest and TypeScript too are compiled once. Not for the bench: a user's programs have no such cache.
    process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules", ".cache", "compiled");
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
    await npmCi("installing dependencies (npm ci)", node);
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

  const pinned = Object.entries(JSON.parse(readFileSync(join("engine", "node", "package-lock.json"), "utf8")).packages);
  const [path, locked] = pinned.find(([, { os, cpu }]) => os === process.platform && cpu === process.arch) ?? [];
  if (!locked) throw new Stop(`${wanted}; none can be fetched for ${process.platform} ${process.arch}. ${remedy}`);

  const folder = join(cacheDir(), `node-${locked.version}-${process.platform}-${process.arch}`);
  const node = join(folder, basename(locked.bin.node));
  if (existsSync(folder)) {
    if (isAsFetched(node, locked.integrity)) return node;
    console.log(`${folder} is not what was fetched, or open to other users: it is fetched anew`);
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    await fetchNode(`${wanted}: fetching Node ${locked.version} into ${cacheDir()}, once per user`, node, path, locked);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    throw new Stop(`${error.message}\n${wanted}, and the package ${basename(path)} could not be fetched. ${remedy}`);
  }
  return node;
}

/** Puts the Node of one npm package where `node` says, in a folder that comes into being when it is whole. */
async function fetchNode(title, node, path, { version, integrity, bin }) {
  const folder = dirname(node);
  const temporary = `${folder}.${process.pid}.part`;
  const npmFolder = join(temporary, "npm");
  mkdirSync(npmFolder, { recursive: true, mode: 0o700 });
  try {
    // A lockfile of this one package, which npm then has to bring or fail: one that is optional it leaves out in silence.
    const dependencies = { [basename(path)]: version };
    const packages = { "": { dependencies }, [path]: { version, integrity } };
    writeFileSync(join(npmFolder, "package.json"), JSON.stringify({ dependencies }));
    writeFileSync(
      join(npmFolder, "package-lock.json"),
      JSON.stringify({ lockfileVersion: 3, requires: true, packages }),
    );
    await npmCi(title, process.execPath, ["--prefix", npmFolder]);

    const fetched = join(temporary, basename(node));
    renameSync(join(npmFolder, path, bin.node), fetched);
    rmSync(npmFolder, { recursive: true });
    chmodSync(fetched, 0o700);
    const record = { integrity, stamp: stampOf(fetched), sha256: digestOf(fetched) };
    writeFileSync(recordBeside(fetched), JSON.stringify(record), { mode: 0o600 });
    if (!existsSync(folder)) renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Whether a Node from the cache is the one that was fetched there, from the package that is wanted, by this very user. Its
 * digest takes a quarter of a second, at each start; whoever changes a file changes its stamp, so that mostly suffices.
 */
function isAsFetched(node, integrity) {
  try {
    const { uid, mode } = statSync(dirname(node));
    if (!isWindows && (uid !== process.getuid() || (mode & 0o077) !== 0)) return false;
    const record = JSON.parse(readFileSync(recordBeside(node), "utf8"));
    const isSame = () => record.stamp === stampOf(node) || record.sha256 === digestOf(node);
    return record.integrity === integrity && isSame();
  } catch {
    return false; // a file is missing or broken
  }
}

/** What is written down about a fetched Node: the digest of its package, which npm has checked, and its own. */
function recordBeside(node) {
  return join(dirname(node), "fetched.json");
}

function stampOf(file) {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

function digestOf(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
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

/**
 * Installs what a lockfile names, and nothing whose digest is not the one in it. No package needs its install scripts to
 * work here, so none is run.
 */
async function npmCi(title, node, where = []) {
  const [command, ...before] = npm(node);
  await step(title, command, [...before, "ci", ...where, "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** Whether node_modules holds what package-lock.json says; npm writes down what it installed when it is done. */
function isInstalled() {
  const record = join("node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const { "": _, ...locked } = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  return Object.entries(locked).every(([path, { version, integrity, optional }]) =>
    path in installed
      ? installed[path].version === version && installed[path].integrity === integrity
      : optional === true,
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
