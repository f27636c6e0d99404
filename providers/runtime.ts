/**
 * What state points to: `(await import("tenantry/runtime")).provider("workos:Organization")`. The name, the argument and
 * the tokens are in everybody's state and never change; tokens are only added.
 */
import { Failure } from "./contract/errors.ts";
import { printable } from "./contract/printable.ts";
import { Run } from "./contract/run.ts";
import type { ConnectionSurroundings } from "./contract/vendor.ts";
import { watchEngine } from "./host/engine-watch.ts";
import { Notes } from "./host/notes.ts";
import { type DynamicProvider, dynamicProvider } from "./host/provider.ts";
import type { ResourceType } from "./host/resource-type.ts";
import { mayVanishIn } from "./host/vanished.ts";
import { openai } from "./openai/client.ts";
import { workos } from "./workos/client.ts";

const vendors: Record<string, () => Promise<object>> = {
  workos: () => import("./workos/index.ts"),
  openai: () => import("./openai/index.ts"),
};

/** Begun by the first provider of the process: a program that only imports this module is no provider. */
let run: ConnectionSurroundings | undefined;

/** Both vendors, once per run: nothing is created at one while the key of the other is wrong. Two wrong ones are told at once. */
async function verify(surroundings: ConnectionSurroundings): Promise<void> {
  const used = [workos, openai].filter((vendor) => vendor.isInUse());
  const verified = await Promise.allSettled(used.map(async (vendor) => vendor.connect(surroundings).verify()));
  const wrong = verified.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  const refusals = wrong.filter((reason) => reason instanceof Failure);
  if (refusals.length > 1) throw new Failure(refusals.map(({ message }) => message).join("; and "));
  if (wrong.length > 0) throw wrong[0];
}

const idsIn = (list = ""): ReadonlySet<string> => new Set(list.split(",").map((id) => id.trim()));

/** @throws Error for a token this version does not know */
export async function provider(token: string): Promise<DynamicProvider> {
  const [vendor = ""] = token.split(":");
  const resources = (await vendors[vendor]?.()) ?? {};
  const typeOf = (sought: string): ResourceType | undefined => {
    const [of, name = ""] = sought.split(":");
    if (of !== vendor) return undefined;
    return (resources as Record<string, { definition?: ResourceType } | undefined>)[name]?.definition;
  };
  const type = typeOf(token);
  if (!type) {
    const what = `this version of tenantry has no resource ${JSON.stringify(token)}`;
    throw new Error(printable(`${what}; was the state written by a newer one?`));
  }
  // One for the process: what one resource's check or create saw, another's delete relies on.
  run ??= { run: new Run(), beforeWrite: watchEngine(process.argv) };
  const surroundings = run;
  const warn = (line: string) => console.error(line);
  return dynamicProvider(type, {
    notes: new Notes(process.env, warn),
    adopt: idsIn(process.env.TENANTRY_ADOPT),
    mayVanish: mayVanishIn(process.env),
    sameAccount: idsIn(process.env.TENANTRY_SAME_ACCOUNT),
    now: () => Date.now(),
    secrets: surroundings.run.secrets,
    warn,
    verify: () => verify(surroundings),
    connect: () => type.vendor.connect(surroundings),
    typeOf,
  });
}
