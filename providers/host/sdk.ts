import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import resource from "@pulumi/pulumi/proto/resource_pb.js";

const require = createRequire(import.meta.url);

/** What the engine answers that has properties in it. */
const ANSWERS = [
  resource.RegisterResourceResponse,
  resource.ReadResourceResponse,
  provider.InvokeResponse,
  provider.CallResponse,
];

/**
 * Keeps the engine's SDK from printing what the engine answers: it logs each answer as text, with the values of all secrets
 * in it, at debug level, which `--debug` and `--json` show and `--event-log` keeps.
 */
export function withholdAnswers(): void {
  for (const { prototype } of ANSWERS) prototype.toString = () => "[withheld: it may hold secrets]";
}

/** Versions of the SDK, without their last number, whose bookkeeping the tests know. */
const KNOWN = ["3.270"];

/**
 * Has the engine's SDK do without what it does for its own developers, which takes half of the program's time in a preview of
 * a large fleet: every step of every registration logged as a message of its own to the engine, which shows it to nobody
 * without `--debug`; a call stack for each resource, kept in state and as large as the resource itself; and one for each
 * promise around it. A promise that never settles still fails the program, and errors keep their call stacks.
 *
 * `TENANTRY_SDK_DEBUG=true` leaves all of it on. So does a version of the SDK that nobody has tried this with, and says so.
 */
export function withoutBookkeeping(version = installedVersion(), environment: NodeJS.ProcessEnv = process.env): void {
  if (environment.TENANTRY_SDK_DEBUG === "true" || environment.PULUMI_DEBUG_PROMISE_LEAKS) return;
  if (!KNOWN.some((known) => version.startsWith(`${known}.`))) {
    // The provider's process has no engine to tell; the program's has told it.
    if (pulumi.runtime.getEngine())
      void pulumi.log.warn(
        `@pulumi/pulumi ${version} is new to this version of tenantry, which leaves it as it is: a run takes longer`,
      );
    return;
  }
  const { log, Resource } = pulumi as unknown as {
    log: { debug(message: string): Promise<void> };
    Resource: { callsites(): object[] };
  };
  log.debug = async () => {};
  Resource.callsites = () => [];
  const debuggable = require("@pulumi/pulumi/runtime/debuggable.js") as {
    debuggablePromise<Value>(promise: Promise<Value>, context: unknown): Promise<Value>;
  };
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

const installedVersion = (): string => (require("@pulumi/pulumi/package.json") as { version: string }).version;
