import type { Problem } from "../fleet-error.ts";
import { itemsAt, type Pattern, valueAt } from "../paths.ts";
import type { AnyCatalogueSection } from "../section.ts";
import type { YamlFile } from "../yaml-file.ts";

/** A fleet that shares a catalogue says of it what its tenants refer to, and nothing that would make or change anything. */
export function onlyOfOwner(fleet: YamlFile, sections: readonly AnyCatalogueSection[]): Problem[] {
  if (valueAt(fleet.value, ["catalogue"]) !== "shared") return [];
  const why =
    "belongs to the fleet that owns the catalogue: with catalogue: shared, this one only names what its tenants refer to";
  return sections
    .flatMap(({ at, fields, sharedBy, ofOwner }) =>
      sharedBy === undefined ? Object.keys(fields).map((field): Pattern => [...at, field]) : ofOwner,
    )
    .flatMap((pattern) => itemsAt(fleet.value, pattern))
    .map(({ path }) => fleet.problem(path, why));
}
