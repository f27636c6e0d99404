import { createRequire } from "node:module";
import { join } from "node:path";
import { isKnown, isWatched, leavePackagesUnmapped, withoutBookkeeping } from "./bookkeeping.ts";
import { keepCompiled } from "./compiled.ts";
import { attachDebuggerOnDemand, loadOnDemand } from "./on-demand.ts";

/*
 * `tenantry/register`, imported first in a process that loads Pulumi's SDK: has it start sooner and do less for its own
 * developers. The process runs where the program is, whose SDK it is about.
 */
const program = createRequire(join(process.cwd(), "index.js"));
let installed: string | undefined;
try {
  installed = program.resolve("@pulumi/pulumi");
} catch {
  // No SDK here.
}
if (installed !== undefined) {
  keepCompiled(installed);
  const sdk = createRequire(installed);
  loadOnDemand(sdk, Boolean(process.env.TRACEPARENT));
  if (isKnown(sdk) && !isWatched(process.env)) {
    attachDebuggerOnDemand(sdk);
    withoutBookkeeping(sdk);
    leavePackagesUnmapped(sdk);
  }
}
