import { z } from "zod";
import { asSet, line } from "../providers/contract/fields.ts";
import { residency } from "../providers/openai/fields.ts";
import type { Problem } from "./fleet-error.ts";
import { nearest } from "./nearest.ts";
import { valueAt } from "./paths.ts";
import type { YamlFile } from "./yaml-file.ts";

/** By the name of a region, as `environment.region` has it, where projects of its tenants may be. For policies. */
export const residencyByRegion = z.record(
  line(100),
  z.array(residency).min(1, { error: "must name one" }).transform(asSet),
);

/** Whoever limits regions limits this one. */
export function unlistedRegion(fleet: YamlFile): Problem[] {
  const region = valueAt(fleet.value, ["environment", "region"]);
  const regions = valueAt(fleet.value, ["residencyByRegion"]);
  if (typeof region !== "string" || typeof regions !== "object" || regions === null || Array.isArray(regions))
    return [];
  const known = Object.keys(regions).map((name) => name.trim());
  if (known.includes(region.trim())) return [];
  const meant = nearest(region, known);
  const why = `has no "${region.trim()}", which environment.region says this stack is in`;
  return [fleet.problem(["residencyByRegion"], `${why}${meant ? `: is "${meant}" meant?` : ": add it"}`)];
}
