import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { ServerWritableStream } from "@grpc/grpc-js";
import type {
  AboutResponse,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  RunPluginResponse,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, test } from "vitest";
import { type Host, main, programFolder, sdk, startHost } from "./host.ts";

const { language } = sdk;

const programInfo = (folder: string, options: Record<string, never> | Record<string, boolean | string> = {}) =>
  new language.ProgramInfo()
    .setRootDirectory(folder)
    .setProgramDirectory(folder)
    .setEntryPoint(".")
    .setOptions(Struct.fromJavaScript(options));

const runRequest = (folder: string, options?: Record<string, boolean | string>) =>
  new language.RunRequest()
    .setProject("fleet")
    .setStack("dev")
    .setOrganization("acme")
    .setParallel(8)
    .setMonitorAddress("127.0.0.1:2")
    .setInfo(programInfo(folder, options));

/** Replaces `@pulumi/pulumi/cmd/run`: prints in one line how it was run. */
const tellsHowItWasRun = `
  const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT } = process.env;
  console.log(JSON.stringify({
    args: process.argv.slice(2), execArgv: process.execArgv,
    env: { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT },
  }));`;

describe("the language host says what it is", () => {
  test("its version is the version of the program's SDK", async () => {
    const host = await startHost(await programFolder());
    const info = await host.call<PluginInfo>("getPluginInfo", new sdk.Empty());
    expect(info.getVersion()).toBe(sdk.version);
  });

  test("it runs programs with the Node that runs it", async () => {
    const host = await startHost(await programFolder());
    const about = await host.call<AboutResponse>("about", new language.AboutRequest());
    expect([about.getExecutable(), about.getVersion()]).toEqual([process.execPath, process.version]);
  });

  test("calls it does not know are answered as an older language host would", async () => {
    const host = await startHost(await programFolder());
    await expect(host.call("pack", new language.PackRequest())).rejects.toMatchObject({
      code: sdk.grpc.status.UNIMPLEMENTED,
    });
  });

  test("without the SDK it prints no port, and ends with a sentence about what to do", async () => {
    const child = spawn(process.execPath, [main], { cwd: "/", stdio: ["pipe", "pipe", "pipe"] });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    expect([stdout, code]).toEqual(["", 1]);
    expect(stderr).toBe(
      `Cannot find module '@pulumi/pulumi/package.json' from /: run "npm install" there (the program needs @pulumi/pulumi)\n`,
    );
  });
});

describe("a program", () => {
  test("gets the arguments and the environment that the SDK expects", async () => {
    const folder = await programFolder({ "cmd/run": tellsHowItWasRun });
    const host = await startHost(folder);
    const request = runRequest(folder, { typescript: false }).setDryrun(true).setArgsList(["one"]);
    request.getConfigMap().set("fleet:region", "eu");
    request.setConfigsecretkeysList(["fleet:token"]);
    const [response, line] = await Promise.all([host.call<RunResponse>("run", request), host.nextLine()]);
    expect(response.toObject()).toEqual({ error: "", bail: false });
    expect(JSON.parse(line)).toEqual({
      args: [
        ...["--monitor", "127.0.0.1:2", "--engine", "127.0.0.1:1", "--organization", "acme", "--project", "fleet"],
        ...["--root-directory", folder, "--stack", "dev", "--pwd", folder, "--parallel", "8", "--dry-run", ".", "one"],
      ],
      execArgv: ["--max-semi-space-size=8", "--import", expect.stringMatching(/\/language-host\/register\.ts$/)],
      env: { PULUMI_CONFIG: '{"fleet:region":"eu"}', PULUMI_CONFIG_SECRET_KEYS: '["fleet:token"]' },
    });
  });

  test("is compiled by the SDK unless Pulumi.yaml says typescript: false, and gets its nodeargs", async () => {
    const folder = await programFolder({ "cmd/run": tellsHowItWasRun });
    const host = await startHost(folder);
    const request = runRequest(folder, { nodeargs: '--stack-size=2000 --title="a fleet"' });
    const [, line] = await Promise.all([host.call("run", request), host.nextLine()]);
    expect(JSON.parse(line)).toMatchObject({
      execArgv: ["--max-semi-space-size=8", "--import", expect.anything(), "--stack-size=2000", "--title=a fleet"],
      env: { PULUMI_NODEJS_TYPESCRIPT: "true" },
    });
  });

  test("the engine's address is the one of the handshake", async () => {
    const folder = await programFolder({ "cmd/run": tellsHowItWasRun });
    const host = await startHost(folder);
    await host.call("handshake", new language.LanguageHandshakeRequest().setEngineAddress("127.0.0.1:3"));
    const [, line] = await Promise.all([host.call("run", runRequest(folder)), host.nextLine()]);
    expect(JSON.parse(line).args.slice(2, 4)).toEqual(["--engine", "127.0.0.1:3"]);
  });

  test.each([
    ["0", { error: "", bail: false }],
    ["32", { error: "", bail: true }],
    ["7", { error: "the program ended with exit code 7", bail: false }],
  ])("exit code %s is %j", async (code, response) => {
    const folder = await programFolder({ "cmd/run": `process.exit(${code})` });
    const host = await startHost(folder);
    expect((await host.call<RunResponse>("run", runRequest(folder))).toObject()).toEqual(response);
  });

  test("that is killed is a failed program", async () => {
    const folder = await programFolder({ "cmd/run": "process.kill(process.pid, 'SIGKILL')" });
    const host = await startHost(folder);
    const response = await host.call<RunResponse>("run", runRequest(folder));
    expect(response.getError()).toBe("the program did not end normally: killed by SIGKILL");
  });

  test("without the SDK in its folder is refused with what to do", async () => {
    const host = await startHost(await programFolder());
    await expect(host.call("run", runRequest("/"))).rejects.toThrow(
      `Cannot find module '@pulumi/pulumi/cmd/run' from /: run "npm install" there`,
    );
  });

  test("ends with the engine, and so does the host", async () => {
    const folder = await programFolder({ "cmd/run": "console.log(process.pid); setInterval(() => {}, 1000);" });
    const host = await startHost(folder);
    host.call("run", runRequest(folder)).catch(() => {}); // never answered
    await host.nextLine();
    // Both processes write to one pipe, so it is closed when both have ended.
    const closed = once(host.process, "close");
    host.process.stdin?.destroy(); // what a killed engine leaves
    expect(await closed).toEqual([1, null]);
  });
});

describe("a policy pack", () => {
  const request = (folder: string) =>
    new language.RunPluginRequest()
      .setKind("analyzer")
      .setPwd("/")
      .setArgsList(["127.0.0.1:1"])
      .setEnvList(["WORD=a=b"])
      .setInfo(programInfo(folder));

  test("is run in its folder, and what it says and its exit code are passed on", async () => {
    const folder = await programFolder({
      "cmd/run-policy-pack": `
        console.log(JSON.stringify([process.cwd(), process.argv.slice(2), process.env.WORD]));
        console.error("oh"); process.exitCode = 3;`,
    });
    const { stdout, stderr, exitCode } = await runPlugin(await startHost(folder), request(folder));
    expect(JSON.parse(stdout)).toEqual([await realpath(folder), ["127.0.0.1:1", folder], "a=b"]);
    expect([stderr, exitCode]).toEqual(["oh\n", 3]);
  });

  test("ends when the engine cancels the call", async () => {
    const folder = await programFolder({
      "cmd/run-policy-pack": "console.log(process.pid); setInterval(() => {}, 1000);",
    });
    const host = await startHost(folder);
    const stream = openPlugin(host, request(folder));
    stream.on("error", () => {}); // the cancellation
    const pid = await new Promise<number>((resolve) => {
      stream.on("data", (response: RunPluginResponse) => resolve(Number(Buffer.from(response.getStdout_asU8()))));
    });
    stream.cancel();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test("without dependencies is refused with the words that the engine explains", async () => {
    const host = await startHost(await programFolder());
    await expect(runPlugin(host, request("/"))).rejects.toThrow(
      "Cannot find module '@pulumi/pulumi/cmd/run-policy-pack' from /",
    );
  });
});

describe("packages", () => {
  async function withPackages(manifests: Record<string, object>): Promise<string> {
    const folder = await programFolder();
    for (const [name, manifest] of Object.entries(manifests)) {
      await mkdir(join(folder, "node_modules", name), { recursive: true });
      await writeFile(join(folder, "node_modules", name, "package.json"), JSON.stringify({ name, ...manifest }));
    }
    return folder;
  }

  test("those that need a plugin are named with it, and no others", async () => {
    const folder = await withPackages({
      "@pulumi/aws": { version: "7.1.0", pulumi: { resource: true }, dependencies: { component: "1" } },
      "@pulumi/of-a-neighbour": { version: "1.0.0", pulumi: { resource: true } },
      "@acme/thing": { version: "v1.0.0", pulumi: { resource: true, name: "widget", server: "https://acme.example" } },
      plain: { version: "1.0.0" },
      component: {
        ...{ version: "1.0.0", pulumi: { resource: false } },
        ...{ peerDependencies: { "@acme/thing": "1" }, dependencies: { "@pulumi/aws": "7" } },
      },
    });
    await writeFile(
      join(folder, "package.json"),
      JSON.stringify({ dependencies: { plain: "1", "@pulumi/aws": "7", missing: "1" } }),
    );
    const host = await startHost(folder);
    const request = new language.GetRequiredPackagesRequest().setInfo(programInfo(folder));
    const response = await host.call<GetRequiredPackagesResponse>("getRequiredPackages", request);
    expect(
      response.getPackagesList().map((it) => [it.getName(), it.getKind(), it.getVersion(), it.getServer()]),
    ).toEqual([
      ["widget", "resource", "v1.0.0", "https://acme.example"],
      ["aws", "resource", "v7.1.0", ""],
    ]);
  });

  test("a program's own dependencies are told apart from those of others", async () => {
    const folder = await withPackages({ mine: { version: "1.0.0" }, theirs: { version: "2.0.0" } });
    await writeFile(join(folder, "package.json"), JSON.stringify({ dependencies: { mine: "^1" } }));
    const host = await startHost(folder);
    const request = new language.GetProgramDependenciesRequest().setInfo(programInfo(folder));
    const names = async () =>
      (await host.call<GetProgramDependenciesResponse>("getProgramDependencies", request))
        .getDependenciesList()
        .map((it) => `${it.getName()} ${it.getVersion()}`);
    expect(await names()).toEqual(["mine 1.0.0"]);
    request.setTransitivedependencies(true);
    expect(await names()).toEqual([`@pulumi/pulumi ${sdk.version}`, "mine 1.0.0", "theirs 2.0.0"]);
  });
});

type PluginStream = Pick<ServerWritableStream<never, RunPluginResponse>, "on"> & { cancel(): void };

function openPlugin({ client }: Host, request: unknown): PluginStream {
  return (client.runPlugin as unknown as (request: unknown) => PluginStream).call(client, request);
}

async function runPlugin(host: Host, request: unknown) {
  const said = { stdout: "", stderr: "", exitCode: undefined as number | undefined };
  await new Promise<void>((resolve, reject) => {
    const stream = openPlugin(host, request);
    stream.on("data", (response: RunPluginResponse) => {
      said.stdout += Buffer.from(response.getStdout_asU8());
      said.stderr += Buffer.from(response.getStderr_asU8());
      if (response.getOutputCase() === language.RunPluginResponse.OutputCase.EXITCODE) {
        said.exitCode = response.getExitcode();
      }
    });
    stream.on("error", reject);
    stream.on("end", resolve);
  });
  return said;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
