import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { type Path, valueAt } from "../paths.ts";
import { type Plans, planChain } from "../plans.ts";
import type { YamlFile } from "../yaml-file.ts";

export function plansOutOfOrder(fleet: YamlFile, plans: Plans): Problem[] {
  const references = plans.names.map((name): Path => ["plans", name, "extends"]);
  const unknown = [...references, ["defaultPlan"]].flatMap((path) => unknownPlan(fleet, path, plans));
  const circles = plans.names.flatMap((name) => {
    const { cycle } = planChain(plans, name);
    // Every plan of a circle leads back to itself; one report is enough.
    if (cycle === undefined || name !== cycle.toSorted()[0]) return [];
    return [fleet.problem(["plans", name, "extends"], `runs in a circle: ${[...cycle, name].join(" → ")}`)];
  });
  return [...unknown, ...circles];
}

export function unknownPlan(file: YamlFile, path: Path, plans: Plans): Problem[] {
  const name = valueAt(file.value, path);
  if (typeof name !== "string" || plans.names.includes(name)) return [];
  const meant = nearest(name, plans.names);
  const advice = meant ? `did you mean ${meant}?` : `known are ${plans.names.join(", ") || "none"}`;
  return [file.problem(path, `there is no plan "${name}", ${advice}`)];
}
