import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test } from "vitest";
import { emulateCommand } from "../../cli/commands/emulate.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tenantry-emulate-"));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The compiled command, on free ports unless told otherwise. */
function emulate(...args: string[]) {
  const child = spawn(
    process.execPath,
    ["dist/cli/main.js", "emulate", "--workos-port=0", "--openai-port=0", ...args],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
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

const names = async ({ url, key }: { url: string; key: string }, path: string): Promise<string[]> => {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  return ((await response.json()) as { data: { name: string }[] }).data.map(({ name }) => name);
};

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test.each(["SIGINT", "SIGTERM"] as const)(
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
