import provider from "@pulumi/pulumi/proto/provider_pb.js";
import resource from "@pulumi/pulumi/proto/resource_pb.js";

type Render = NonNullable<typeof Error.prepareStackTrace>;

/** Where the engine's SDK renders a call stack for every registration and every promise, and not for an error. */
const BOOKKEEPING = /[\\/]@pulumi[\\/]pulumi[\\/](?:runtime[\\/]debuggable|resource)\.js$/;

let installed: Render | undefined;

/**
 * Keeps the engine's SDK from rendering call stacks for its own bookkeeping: through source maps, one for each resource
 * and some for each promise around it. They take a third of a large preview's time, and the ones that are kept in state
 * as many bytes as the resource itself. Errors keep theirs.
 */
export function withholdCallStacks(): void {
  const render = Error.prepareStackTrace;
  if (render !== undefined && render === installed) return;
  installed = (error, frames) => {
    if (BOOKKEEPING.test(frames[0]?.getFileName() ?? "")) return "";
    return render ? render(error, frames) : [`${error}`, ...frames].join("\n    at ");
  };
  Error.prepareStackTrace = installed;
}

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
