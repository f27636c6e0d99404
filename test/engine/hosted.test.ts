import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { shelf } from "../../engine/cache.ts";
import { nodePlugins } from "../../engine/executables.ts";
import { hostedBin } from "../../engine/hosted.ts";
import { providerLine } from "../resources/definition.ts";
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
async function run(script: string, env = process.env, stderr: "inherit" | "ignore" = "inherit") {
  const child = spawn(script, ["127.0.0.1:1"], { cwd: await programFolder(), env, stdio: ["pipe", "pipe", stderr] });
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

describe("pulumi import <type> <name> <id>", () => {
  const { ResourceProviderClient } = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_grpc_pb.js");

  /** What the plugin answers when it is asked to read, by a message that says no more than that. */
  async function read(type: string, properties?: struct.Struct): Promise<string> {
    const script = join(await hosted(), "pulumi-resource-pulumi-nodejs");
    const child = await run(script, process.env, "ignore"); // The SDK prints the stacks of its own errors.
    const [port] = await once(createInterface({ input: child.stdout }), "line");
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const request = new provider.ReadRequest().setType(type).setName("acme").setId("org_1").setProperties(properties);
    return new Promise((resolve) =>
      client.read(request, (error: ServiceError | null, response: provider.ReadResponse) =>
        resolve(error ? error.details : response.getId()),
      ),
    );
  }

  test("of a resource of ours is answered with the import file that works", async () => {
    const type = "pulumi-nodejs:dynamic/workos:Organization";
    const answer = await read(type);
    expect(answer).toMatch(/^workos:Organization org_1 cannot be imported like this: .* Nothing was changed\.$/m);
    expect(answer).toContain("run `pulumi import --file import.json --generate-code=false --protect=false`");
    const line = providerLine("workos:Organization");
    expect(JSON.parse(answer.split("\n")[2] ?? "")).toEqual({
      resources: [{ type, name: "acme", id: "org_1", inputs: line, outputs: line }],
    });
  });

  test("of anybody else's is left to the SDK, and so is whatever says whose it is", async () => {
    expect(await read("pulumi-nodejs:dynamic:Resource")).toContain("code must be a string");
    const __provider = "exports.handler = async () => ({ read: async (id) => ({ id: 'read ' + id, props: {} }) })";
    const told = struct.Struct.fromJavaScript({ __provider });
    expect(await read("pulumi-nodejs:dynamic/workos:Organization", told)).toBe("read org_1");
  });
});
