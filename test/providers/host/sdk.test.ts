import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { Server, ServerCredentials, type ServiceDefinition, type sendUnaryData } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import resource from "@pulumi/pulumi/proto/resource_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { spareBookkeeping, withholdAnswers } from "../../../providers/host/sdk.ts";

const done = Symbol.for("tenantry.withoutBookkeeping");
const sdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));
const internals = sdk("./runtime/debuggable.js") as {
  [done]?: true;
  debuggablePromise(promise: Promise<void>): void;
};

/** A module of the SDK as it was before this process began, which the tests begin with `tenantry/register`. */
function untouched<Module>(name: string): Module {
  const file = sdk.resolve(name);
  const loaded = sdk.cache[file];
  delete sdk.cache[file];
  try {
    return { ...sdk(file) } as Module;
  } finally {
    sdk.cache[file] = loaded;
  }
}
const { debuggablePromise } = untouched<typeof internals>("./runtime/debuggable.js");
const log = untouched<typeof pulumi.log>("./log/index.js");
const { callsites } = untouched<{ Resource: { callsites(): object[] } }>("./resource.js").Resource;

const logged: string[] = [];
const engine = new Server();
beforeAll(async () => {
  engine.addService(services.EngineService as unknown as ServiceDefinition, {
    log(call: { request: LogRequest }, done: sendUnaryData<Empty>) {
      logged.push(call.request.getMessage());
      done(null, new Empty());
    },
  });
  const bind = promisify(engine.bindAsync.bind(engine));
  const port = await bind("127.0.0.1:0", ServerCredentials.createInsecure());
  pulumi.runtime.resetOptions("project", "stack", -1, `127.0.0.1:${port}`, "", false, "");
});
afterAll(async () => {
  await pulumi.runtime.disconnect();
  engine.forceShutdown();
});
beforeEach(() => {
  logged.length = 0;
  pulumi.runtime.setMocks({ newResource: () => ({ id: "1", state: {} }), call: () => ({}) });
  Object.assign(internals, { debuggablePromise, [done]: undefined });
  Object.assign(pulumi.log, log);
  Object.assign(pulumi.Resource, { callsites });
});

class Thing extends pulumi.CustomResource {}

/** What the SDK keeps and sends for one resource: messages, and call stacks of the resource and of a promise. */
async function bookkeeping(): Promise<{ messages: string[]; sites: number; frames: number }> {
  const { urn } = new Thing("test:index:Thing", "acme");
  await new Promise((resolve) => urn.apply(resolve));
  await pulumi.log.info("last");
  const promise: Promise<void> & { _debugStackTrace?: string } = Promise.resolve();
  internals.debuggablePromise(promise);
  const sites = (pulumi.Resource as unknown as { callsites(): object[] }).callsites();
  return {
    messages: logged.slice(0, -1),
    sites: sites.length,
    frames: (promise._debugStackTrace ?? "").split("\n").length - 1,
  };
}

describe("the SDK's bookkeeping", () => {
  test("is what it is taken for, in the version that is installed", async () => {
    const { messages, sites, frames } = await bookkeeping();
    expect(messages).toContainEqual(expect.stringContaining("RegisterResource RPC finished"));
    expect(sites).toBeGreaterThan(0);
    expect(frames).toBeGreaterThan(0);
  });

  test("is left out, in the version that is installed", async () => {
    spareBookkeeping();
    expect(await bookkeeping()).toEqual({ messages: [], sites: 0, frames: 0 });
  });

  test("is left on where somebody wants it", async () => {
    for (const variable of ["TENANTRY_SDK_DEBUG", "PULUMI_DEBUG_PROMISE_LEAKS", "TRACEPARENT"]) {
      vi.stubEnv(variable, "true");
      spareBookkeeping();
      vi.unstubAllEnvs();
    }
    const { messages, sites } = await bookkeeping();
    expect(messages).not.toEqual([]);
    expect(sites).toBeGreaterThan(0);
  });

  test("is left on in a version that nobody has tried, which says so in one line", async () => {
    spareBookkeeping(
      Object.assign((name: string) => (name === "./package.json" ? { version: "3.999.0" } : sdk(name)), sdk),
    );
    const { messages } = await bookkeeping();
    expect(messages.filter((message) => message.includes("3.999.0"))).toEqual([
      "@pulumi/pulumi 3.999.0 is newer than what this tenantry knows: it works, but runs take longer",
    ]);
    expect(messages.length).toBeGreaterThan(1);
  });

  test("an error keeps its call stack, and what is said aloud is said", async () => {
    spareBookkeeping();
    expect(new TypeError("wrong").stack).toMatch(/^TypeError: wrong\n +at .*sdk\.test\.ts:\d+/);
    await pulumi.log.warn("careful");
    expect(logged).toEqual(["careful"]);
  });

  test("a promise that never settles still fails the program", async () => {
    const file = join(import.meta.dirname, "../../../providers/host/sdk.ts");
    const program = `
      const { spareBookkeeping } = await import(${JSON.stringify(file)});
      spareBookkeeping();
      const { createRequire } = await import("node:module");
      const { debuggablePromise } = createRequire(${JSON.stringify(file)})("@pulumi/pulumi/runtime/debuggable.js");
      debuggablePromise(new Promise(() => {}), "never");`;
    const args = ["--no-warnings", "--input-type=module", "--eval", program];
    const failure = await promisify(execFile)(process.execPath, args).catch(
      (error: Error & { code: number; stderr: string }) => error,
    );
    expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining("1 promise was still active") });
  });
});

test("the engine's answers are texts without values", () => {
  withholdAnswers();
  const properties = struct.Struct.fromJavaScript({ value: "cAnArY" });
  const made = new resource.RegisterResourceResponse().setUrn("urn:acme").setObject(properties);
  const read = new resource.ReadResourceResponse().setProperties(properties);
  expect(`${made} ${read}`).not.toContain("cAnArY");
  expect(made.getObject()?.toJavaScript()).toEqual({ value: "cAnArY" });
});
