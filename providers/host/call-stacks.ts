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
