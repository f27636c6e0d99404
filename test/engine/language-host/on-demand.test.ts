import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";

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
    .filter(({ filename, exports }) => /node_modules.@npmcli.arborist.lib.arborist|lib.typescript\\.js$|node_modules.(normalize-package-data|semver)./.test(filename)
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

test("no debugger is attached before a function is written into state, which then is named with its file", async () => {
  const cwd = mkdtempSync(join(root, "node_modules", ".cache", "tenantry-debugger-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const program = join(cwd, "captures.cjs");
  writeFileSync(
    program,
    `const inspector = require("node:inspector");
     let sessions = 0;
     const { connect } = inspector.Session.prototype;
     inspector.Session.prototype.connect = function () { sessions++; return connect.call(this); };
     const { runtime } = require("@pulumi/pulumi");
     require("@pulumi/pulumi/runtime/closure/v8Hooks.js").isInitializedAsync().then(async () => {
       const before = sessions;
       const native = new Intl.Collator().compare;
       const failure = await runtime.serializeFunction(() => native("a", "b")).then(String, ({ message }) => message);
       console.log(JSON.stringify({ before, after: sessions, failure }));
     });`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", "--import", preload, program], {
    cwd,
  });
  expect(JSON.parse(stdout)).toEqual({ before: 0, after: 1, failure: expect.stringContaining("captures.cjs") });
});

test("a call stack names the program's sources, and packages by their compiled code, whose maps nobody reads", async () => {
  // Its first line was the fourth one of program.ts.
  const map = { version: 3, sources: ["program.ts"], names: [], mappings: "AAGA" };
  const comment = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString("base64")}`;
  const outside = mkdtempSync(join(tmpdir(), "tenantry-program-"));
  onTestFinished(() => rmSync(outside, { recursive: true }));
  writeFileSync(join(outside, "program.cjs"), `module.exports = () => new Error("own").stack;\n${comment}\n`);
  const own = JSON.stringify(join(outside, "program.cjs"));
  const [stack, theirs, read] = (await printed(
    `const fs = require("node:fs");
     const { readFileSync } = fs;
     const read = [];
     fs.readFileSync = (file, ...options) => { read.push(String(file)); return readFileSync(file, ...options); };
     require("@pulumi/pulumi");
     const { credentials } = require("@grpc/grpc-js");
     require("source-map-support/register");
     const own = require(${own})();
     let theirs;
     try { credentials.createSsl("no certificate"); } catch (error) { theirs = error.stack; }
     console.log(JSON.stringify([own, theirs, read.filter((file) => file.endsWith(".map"))]));`,
  )) as [string, string, string[]];
  expect(stack).toMatch(/program\.ts:4:/);
  expect(theirs).toMatch(/grpc-js.build.src.channel-credentials\.js:\d+/);
  expect(read).toEqual([]);
});

test("compiled code is kept beside the packages, and an SDK that is not known is left alone", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "tenantry-unknown-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const sdk = join(cwd, "node_modules", "@pulumi", "pulumi");
  mkdirSync(sdk, { recursive: true });
  writeFileSync(join(sdk, "package.json"), `{ "version": "4.0.0", "main": "index.js" }`);
  writeFileSync(join(sdk, "index.js"), "module.exports = 1;");
  const environment = { ...process.env, NODE_COMPILE_CACHE: undefined };
  const args = ["--no-warnings", "--import", preload, "--eval", `console.log(require("@pulumi/pulumi"))`];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: environment });
  expect(stdout).toBe("1\n");
  expect(existsSync(join(cwd, "node_modules", ".cache", "tenantry", "compiled"))).toBe(true);
});

test("a traced run finds all that traces it", async () => {
  vi.stubEnv("TRACEPARENT", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  vi.stubEnv("PULUMI_OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
  onTestFinished(() => void vi.unstubAllEnvs());
  const program = `const { withRootContext } = require("@pulumi/pulumi/cmd/run/instrumentation.js");
    console.log(withRootContext(() => 1));
    process.exit();`;
  expect(await printed(program)).toBe(1);
});

test("where there is no SDK nothing happens", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "tenantry-nothing-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  expect(await printed("console.log(1)", { cwd })).toBe(1);
});
