import { type ChildProcess, type ChildProcessByStdio, type SpawnOptions, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createConnection } from "node:net";
import { constants, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, onTestFinished, test, vi } from "vitest";
import { emulateCommand } from "../../cli/commands/emulate.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tenantry-emulate-"));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FREE_PORTS = ["--workos-port=0", "--openai-port=0"];

/** The compiled command, on free ports unless told otherwise. */
const emulate = (...args: string[]) =>
  run(process.execPath, ["dist/cli/main.js", "emulate", ...FREE_PORTS, ...args], { cwd: root });

function run(program: string, args: readonly string[], options: SpawnOptions) {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] }) as ChildProcessByStdio<
    null,
    Readable,
    Readable
  >;
  running.add(child);
  const said = { stdout: "", stderr: "" };
  let heard = () => {};
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      heard();
    });
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  /** Resolves once `pattern` is in the output; rejects if the command ends before. */
  const until = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      heard = () => {
        if (pattern.test(said.stdout)) resolve(said.stdout);
      };
      heard();
      void code.then(() => reject(new Error(`ended: ${said.stderr}`)));
    });
  return { child, said, code, until };
}

type Ready = { workos: { url: string; apiKey: string }; openai: { url: string; adminApiKey: string } };

async function ready(...args: string[]): Promise<ReturnType<typeof emulate> & Ready> {
  const command = emulate("--json", ...args);
  return { ...command, ...(JSON.parse(await command.until(/\n/)) as Ready) };
}

/** A project in which the package is installed, with a script of its own that runs the emulators. */
function project(scripts: Readonly<Record<string, string>>) {
  const cwd = mkdtempSync(join(folder, "project-"));
  mkdirSync(join(cwd, "node_modules/.bin"), { recursive: true });
  symlinkSync(root, join(cwd, "node_modules/tenantry"), "dir");
  // As npm does when it installs a package.
  chmodSync(join(root, "dist/cli/main.js"), 0o755);
  symlinkSync("../tenantry/dist/cli/main.js", join(cwd, "node_modules/.bin/tenantry"));
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "project", scripts }));
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  return { cwd, env: { ...process.env, PATH: path, npm_config_update_notifier: "false" } };
}

/** Whether a URL is refused, waiting for it for a while. */
async function isRefused(url: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    const { hostname, port } = new URL(url);
    const refused = await new Promise<boolean>((resolve) => {
      const socket = createConnection(Number(port), hostname, () => {
        socket.destroy();
        resolve(false);
      }).on("error", () => resolve(true));
    });
    if (refused) return true;
    await wait(100);
  }
  return false;
}

const names = async ({ url, key }: { url: string; key: string }, path: string): Promise<string[]> => {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  return ((await response.json()) as { data: { name: string }[] }).data.map(({ name }) => name);
};

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "with --json one line tells where both are, and %s ends it with 0",
  async (signal) => {
    const command = await ready();
    expect(command.workos).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      apiKey: expect.any(String),
    });
    expect(command.openai.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    expect(await names({ url: command.openai.url, key: command.openai.adminApiKey }, "/organization/projects")).toEqual(
      ["Default project"],
    );
    // An open connection does not keep it alive.
    const idle = createConnection(Number(new URL(command.workos.url).port), "127.0.0.1").on("error", () => {});
    command.child.kill(signal);
    expect(await command.code).toBe(0);
    idle.destroy();
    expect(command.said.stdout.trim().split("\n")).toHaveLength(1);
    expect(command.said.stderr).toBe("");
  },
);

const NPX = ["npx", "tenantry", "emulate", "--json", ...FREE_PORTS];

// An interrupt comes from a terminal, which sends it to the command and all that it started. Sent to npx alone it stays
// with the shell in between.
test.skipIf(process.platform === "win32").each([
  [NPX, "SIGTERM", "alone", 143],
  [NPX, "SIGHUP", "alone", 129],
  [NPX, "SIGKILL", "alone", 137],
  [NPX, "SIGINT", "and all", 130],
  [["npm", "run", "--silent", "emulators"], "SIGTERM", "alone", 143],
] as const)("both servers end with the %j that started them: %s to it %s", async (command, signal, whom, code) => {
  const [program = "", ...args] = command;
  const options = project({ emulators: `tenantry emulate --json ${FREE_PORTS.join(" ")}` });
  const started = run(program, args, { ...options, detached: true });
  const group = -Number(started.child.pid);
  onTestFinished(() => {
    try {
      process.kill(group, "SIGKILL");
    } catch {
      // Nothing of it is left.
    }
  });
  const ended = new Promise((resolve) =>
    started.child.on("exit", (code, by) => resolve(by === null ? code : 128 + constants.signals[by])),
  );
  const { workos, openai } = JSON.parse(await started.until(/\n/)) as Ready;
  process.kill(whom === "alone" ? -group : group, signal);
  expect([0, code]).toContain(await ended);
  expect([await isRefused(workos.url), await isRefused(openai.url)]).toEqual([true, true]);
});

test.skipIf(process.platform === "win32")("a script may leave the servers in the background", async () => {
  const script = `tenantry emulate --json ${FREE_PORTS.join(" ")} > ready.json & sleep 1; exit`;
  const options = project({ emulators: script });
  const started = run("npm", ["run", "--silent", "emulators"], { ...options, detached: true });
  onTestFinished(() => void process.kill(-Number(started.child.pid), "SIGKILL"));
  await new Promise((resolve) => started.child.on("exit", resolve));
  const ready = join(options.cwd, "ready.json");
  await vi.waitFor(() => expect(readFileSync(ready, "utf8")).toMatch(/\n/), 60_000);
  // Longer than it takes to see that the parent is gone.
  await wait(1000);
  const { workos } = JSON.parse(readFileSync(ready, "utf8")) as Ready;
  expect((await fetch(workos.url)).status).toBe(401);
});

test("without --json it prints the lines to copy", async () => {
  const command = emulate();
  const text = await command.until(/OPENAI_BASE_URL=\S+\n/);
  const variables = Object.fromEntries(
    [...text.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
  );
  expect(Object.keys(variables)).toEqual(["WORKOS_API_KEY", "WORKOS_BASE_URL", "OPENAI_ADMIN_KEY", "OPENAI_BASE_URL"]);
  const { WORKOS_BASE_URL: url = "", WORKOS_API_KEY: key = "" } = variables;
  expect(await names({ url, key }, "/organizations")).toEqual(["Test Organization"]);
});

test("what is in the seed is there for both, beside the made-up estate", async () => {
  const seed = file(
    "seed.yaml",
    `workos:
  organizations:
    - name: Acme
openai:
  projects:
    - name: acme
`,
  );
  const { workos, openai } = await ready("--seed", seed, "--size", "3");
  const organizations = await names({ url: workos.url, key: workos.apiKey }, "/organizations");
  const projects = await names({ url: openai.url, key: openai.adminApiKey }, "/organization/projects");
  expect([organizations.length, organizations.includes("Acme")]).toEqual([5, true]);
  expect([projects.length, projects.includes("acme")]).toEqual([5, true]);
});

test("--blank leaves out what a new account has besides the essentials", async () => {
  const { workos, openai } = await ready("--blank");
  expect(await names({ url: workos.url, key: workos.apiKey }, "/organizations")).toEqual([]);
  expect(await names({ url: openai.url, key: openai.adminApiKey }, "/organization/users")).toEqual(["Olive Owner"]);
});

test("--limits vendor throttles as OpenAI does", async () => {
  const { openai } = await ready("--limits", "vendor");
  const headers = { authorization: `Bearer ${openai.adminApiKey}` };
  const statuses = [];
  for (let n = 0; n < 11; n++) statuses.push((await fetch(`${openai.url}/organization/projects`, { headers })).status);
  expect(statuses).toEqual([...Array(10).fill(200), 429]);
});

test("--latency and both lags are in force", async () => {
  const { openai, workos } = await ready("--latency", "1", "--lag", "60000", "--lag-reads", "2");
  for (const { url } of [openai, workos])
    expect(await (await fetch(`${new URL(url).origin}/_emulator/timing`)).json()).toEqual({
      latency_ms: 1,
      lag_ms: 60_000,
      lag_reads: 2,
    });
});

test.each<[string, string, RegExp]>([
  ["no YAML", "workos: [", /seed\.yaml is no YAML: .* at line 1/],
  ["an unknown vendor", "workOS: {}", /seed\.yaml: .*workOS/],
  ["an unknown member", "openai: {project: []}", /seed\.yaml, openai: .*project/],
  ["what the API refuses", "workos: {organizations: [{name: 7}]}", /seed\.yaml, workos: .*POST \/organizations/],
])("a seed with %s is refused: the message names the place, exit code 1", async (_, text, message) => {
  const command = emulate("--seed", file("seed.yaml", text));
  expect(await command.code).toBe(1);
  expect(command.said.stderr).toMatch(message);
  expect(command.said.stderr).not.toContain("    at ");
});

test("a seed that is not there is refused", async () => {
  const command = emulate("--seed", join(folder, "none.yaml"));
  expect([await command.code, command.said.stderr]).toEqual([1, expect.stringContaining("cannot read the seed")]);
});

test("a port that is taken is named, with the way out", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const command = emulate("--openai-port", String(port));
  expect(await command.code).toBe(1);
  expect(command.said.stderr.trim()).toBe(
    `OpenAI: port ${port} is taken. Choose another one with --openai-port; --openai-port 0 uses any free port.`,
  );
  other.close();
});

test("beyond loopback it warns, and answers requests under any name", async () => {
  const { said, openai } = await ready("--host", "0.0.0.0");
  expect(said.stderr).toContain("warning: whoever reaches 0.0.0.0");
  const { port } = new URL(openai.url);
  const authorization = `Bearer ${openai.adminApiKey}`;
  const status = await new Promise((resolve) => {
    const socket = createConnection(Number(port), "127.0.0.1", () => {
      socket.write(
        `GET /v1/organization/projects HTTP/1.1\r\nHost: laptop.example:${port}\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
      );
      socket.once("data", (bytes) => resolve(String(bytes).split(" ")[1]));
    });
  });
  expect(status).toBe("200");
});

test.each([
  [["--size", "many"], "whole number"],
  [["--latency", "-1"], "whole number"],
  [["--limits", "none"], "vendor"],
  [["--prot", "1"], "unknown option"],
])("%j is refused", async (args, message) => {
  const command = emulate(...args);
  expect(await command.code).toBe(1);
  expect(command.said.stderr).toContain(message);
});

test("the guide documents every option, and no other", () => {
  const guide = readFileSync(join(root, "docs/emulators.md"), "utf8");
  const documented = [...guide.matchAll(/^\| `(--[\w-]+)/gm)].map(([, name]) => name);
  expect(documented).toEqual(emulateCommand().options.map(({ long }) => long));
});
