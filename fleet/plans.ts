import { type Path, valueAt, type Written } from "./paths.ts";

/**
 * The plans of `fleet.yaml` as they were written, which may be wrongly: these functions read what they can and leave it
 * to the schema to complain.
 */
export type Plans = { readonly names: readonly string[]; at(...path: Path): Written };

export function plansOf(fleet: unknown): Plans {
  const plans = valueAt(fleet as Written, ["plans"]);
  const names = isMap(plans) ? Object.keys(plans) : [];
  return { names, at: (...path) => valueAt(plans as Written, path) };
}

/**
 * The plan and the plans it extends, most basic first. A chain that meets itself again stops there, and `cycle` is the
 * part that runs in a circle, in the order of `extends`.
 */
export function planChain(plans: Plans, name: string): { chain: string[]; cycle?: string[] } {
  const upwards: string[] = [];
  let current: unknown = name;
  while (typeof current === "string" && plans.names.includes(current)) {
    const met = upwards.indexOf(current);
    if (met >= 0) return { chain: upwards.toReversed(), cycle: upwards.slice(met) };
    upwards.push(current);
    current = plans.at(current, "extends");
  }
  return { chain: upwards.toReversed() };
}

/**
 * Where in `fleet.yaml` a tenant's fields stand that its own file need not have: the fleet's defaults, then those of each plan of
 * the chain. The later one wins, and the tenant's own file over all of them.
 */
export const presetsOf = (plans: Plans, plan: unknown): Path[] => [
  ["defaults"],
  ...(typeof plan === "string" ? planChain(plans, plan).chain : []).map((name) => ["plans", name, "defaults"]),
];

/** Fleet defaults, then each plan of the chain, then the tenant: the later one wins, as far down as both are maps. */
export const merge = (...layers: readonly unknown[]): Written => layers.reduce(overlay) as Written;

function overlay(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isMap(below) || !isMap(above)) return above;
  const changed = Object.entries(above).map(([key, value]) => [
    key,
    overlay(Object.hasOwn(below, key) ? below[key] : undefined, value),
  ]);
  return { ...below, ...Object.fromEntries(changed) };
}

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
