import type { Problem } from "../fleet-error.ts";
import { valueAt } from "../paths.ts";
import type { AnyCatalogueSection } from "../section.ts";
import type { YamlFile } from "../yaml-file.ts";

/** A fleet that shares a catalogue says of it what its tenants refer to, and nothing that would make or change anything. */
export function onlyOfOwner(fleet: YamlFile, sections: readonly AnyCatalogueSection[]): Problem[] {
  if (valueAt(fleet.value, ["catalogue"]) !== "shared") return [];
  const why =
    "belongs to the fleet that owns the catalogue: with catalogue: shared, this one names permissions and roles alone";
  return sections
    .filter(({ sharedBy }) => sharedBy === undefined)
    .flatMap(({ at, fields }) => Object.keys(fields).map((field) => [...at, field]))
    .filter((path) => valueAt(fleet.value, path) !== undefined)
    .map((path) => fleet.problem(path, why));
}
