/** Versions of Pulumi's SDK, without their last number, whose insides the tests know. Any other is left as it is. */
const KNOWN = ["3.270"];

/** @param sdk what resolves names as a file of the SDK does */
export function isKnown(sdk: NodeJS.Require): boolean {
  const { version } = sdk("./package.json") as { version: string };
  return KNOWN.some((known) => version.startsWith(`${known}.`));
}

/** Whether somebody wants to look into the SDK: it then does everything it does without us. */
export function isWatched({ TENANTRY_SDK_DEBUG, PULUMI_DEBUG_PROMISE_LEAKS, TRACEPARENT }: NodeJS.ProcessEnv): boolean {
  return TENANTRY_SDK_DEBUG === "true" || Boolean(PULUMI_DEBUG_PROMISE_LEAKS || TRACEPARENT);
}

const done = Symbol.for("tenantry.withoutBookkeeping");

/** The insides of the SDK that this is about; nothing of it is declared for others. */
interface Debuggable {
  [done]?: true;
  debuggablePromise<Value>(promise: Promise<Value>, context: unknown): Promise<Value>;
}

/**
 * Has the SDK do without what it does for its own developers, which takes a third of the program's time in a preview of a
 * large fleet: each step of each registration logged as a message of its own to the engine, which shows it to nobody without
 * `--debug`; a call stack for each resource, kept in state and as large as the resource itself; and one for each promise
 * around it. A promise that never settles still fails the program, and errors keep their call stacks.
 *
 * @param sdk what resolves names as a file of the SDK does
 */
export function withoutBookkeeping(sdk: NodeJS.Require): void {
  const debuggable = sdk("./runtime/debuggable.js") as Debuggable;
  if (debuggable[done]) return;
  const log = sdk("./log/index.js") as { debug(message: string): Promise<void> };
  const { Resource } = sdk("./resource.js") as { Resource: { callsites(): object[] } };
  const { debuggablePromise } = debuggable;
  Object.assign(log, { debug: async () => {} });
  Object.assign(Resource, { callsites: () => [] });
  Object.assign(debuggable, {
    [done]: true,
    debuggablePromise: <Value>(promise: Promise<Value>, context: unknown) => {
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      try {
        return debuggablePromise(promise, context);
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
    },
  });
}

/** What of `source-map-support` this is about. */
interface SourceMaps {
  [done]?: true;
  install(options?: { retrieveSourceMap(file: string): { url: string; map: object } | null }): void;
}

/** Says nothing, so that a position stays what it is. */
const NO_MAP = { version: 3, sources: [], names: [], mappings: "" };

/**
 * Has call stacks name installed packages by their compiled code. The SDK maps each line of a stack to its source, for which two
 * errors that every run catches have the large maps of the gRPC client parsed. The program's own files are mapped as they
 * were.
 *
 * @param sdk what resolves names as a file of the SDK does
 */
export function leavePackagesUnmapped(sdk: NodeJS.Require): void {
  const maps = sdk("source-map-support") as SourceMaps;
  if (maps[done]) return;
  const { install } = maps;
  const retrieveSourceMap = (file: string) => (/[\\/]node_modules[\\/]/.test(file) ? { url: file, map: NO_MAP } : null);
  Object.assign(maps, { [done]: true, install: () => install({ retrieveSourceMap }) });
}
