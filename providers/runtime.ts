/**
 * What state points to: `(await import("tenantry/runtime")).provider("workos:Organization")`. The name, the argument and
 * the tokens are in everybody's state and never change; tokens are only added.
 */
import { type DynamicProvider, dynamicProvider } from "./host/adapter.ts";
import { Creations } from "./host/creations.ts";
import type { Definition } from "./host/definition.ts";
import { Newborns } from "./host/newborns.ts";
import { Proofs } from "./host/proofs.ts";
import { openai } from "./openai/client.ts";
import { workos } from "./workos/client.ts";

const vendors: Record<string, () => Promise<object>> = {
  workos: () => import("./workos/index.ts"),
  openai: () => import("./openai/index.ts"),
};

/** Shared by all types of this run: what one resource's check or create saw, another's delete relies on. */
const declared = new Set<string>();
const takenOver = new Set<string>();
const newborns = new Newborns();

/** Both vendors, once per run: nothing is created at one while the key of the other is wrong. */
async function verify(): Promise<void> {
  await Promise.all([workos, openai].filter((vendor) => vendor.isInUse()).map((vendor) => vendor.connect().verify()));
}

/** @throws Error for a token this version does not know */
export async function provider(token: string): Promise<DynamicProvider> {
  const [vendor = "", name = ""] = token.split(":");
  const resources = ((await vendors[vendor]?.()) ?? {}) as Record<
    string,
    { definition: Definition<unknown> } | undefined
  >;
  const resource = resources[name];
  if (!resource) {
    throw new Error(
      `this version of tenantry has no resource ${JSON.stringify(token)}; was the state written by a newer one?`,
    );
  }
  const warn = (line: string) => console.error(line);
  return dynamicProvider(resource.definition, {
    proofs: new Proofs(process.env, warn),
    creations: new Creations(process.env, warn),
    adopt: new Set((process.env.TENANTRY_ADOPT ?? "").split(",").map((id) => id.trim())),
    now: () => Date.now(),
    warn,
    declared,
    takenOver,
    newborns,
    verify,
  });
}
