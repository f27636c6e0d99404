import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import resource from "@pulumi/pulumi/proto/resource_pb.js";
import { isKnown, isWatched, withoutBookkeeping } from "../../engine/language-host/bookkeeping.ts";

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

/**
 * Has the SDK do without its bookkeeping, also in a program that does not begin with `tenantry/register`. An SDK that is
 * newer than what is tested is left as it is, which the program says in one line.
 */
export function spareBookkeeping(sdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"))): void {
  if (isWatched(process.env)) return;
  if (isKnown(sdk)) {
    withoutBookkeeping(sdk);
    return;
  }
  // The process of the provider has no engine to tell.
  if (!pulumi.runtime.getEngine()) return;
  const { version } = sdk("./package.json") as { version: string };
  void pulumi.log.warn(
    `@pulumi/pulumi ${version} is newer than what this tenantry knows: it works, but runs take longer`,
  );
}
