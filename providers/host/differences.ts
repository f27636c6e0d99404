import { isDeepStrictEqual } from "node:util";
import { visible } from "../contract/printable.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The declared fields whose observed value differs, with the value to send. Undeclared fields are not ours. A field the
 * vendor does not show (`observed` lacks it) differs when it was not declared so `previously`. Of an additive map only
 * the differing keys are given, and those declared `previously` but no more come as null: remove. So does a passing field.
 */
export function differences(
  declared: Fields,
  observed: Fields,
  previously: Fields,
  additive: ReadonlySet<string>,
  passing: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const field of passing)
    if ((declared[field] ?? null) === null && (previously[field] ?? null) !== null) changes[field] = null;
  for (const [field, wanted] of Object.entries(declared)) {
    const found = observed[field];
    if (wanted === undefined) continue;
    if (found === undefined) {
      if (!isDeepStrictEqual(wanted, previously[field])) changes[field] = wanted;
    } else if (additive.has(field) && isMap(wanted)) {
      const dropped = Object.keys(asMap(previously[field])).filter((key) => !Object.hasOwn(wanted, key));
      const target = { ...Object.fromEntries(dropped.map((key) => [key, null])), ...wanted };
      const differing = Object.entries(target).filter(
        ([key, value]) => (Object.hasOwn(asMap(found), key) ? asMap(found)[key] : null) !== value,
      );
      if (differing.length > 0) changes[field] = Object.fromEntries(differing);
    } else if (!isDeepStrictEqual(wanted, found)) {
      changes[field] = wanted;
    }
  }
  return changes;
}

/**
 * What the vendor's object says about the declared fields, as canonical inputs: what refresh puts into state. A field
 * the vendor does not show keeps its declared value. The engine prints a value that differs as it is, so that nothing in one
 * may steer a terminal.
 */
export function observedInputs(
  declared: Fields,
  observed: Fields,
  additive: ReadonlySet<string>,
  shown: (value: unknown) => unknown = visible,
): Fields {
  const inputs: Record<string, unknown> = {};
  for (const [field, wanted] of Object.entries(declared)) {
    const found = observed[field];
    if (found === undefined) inputs[field] = wanted;
    else if (additive.has(field) && isMap(wanted)) {
      const managed = Object.fromEntries(Object.entries(asMap(found)).filter(([key]) => Object.hasOwn(wanted, key)));
      inputs[field] = isDeepStrictEqual(managed, wanted) ? managed : shown(managed);
    } else inputs[field] = isDeepStrictEqual(found, wanted) ? found : shown(found);
  }
  return inputs;
}

const isMap = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

const asMap = (value: unknown): Fields => (isMap(value) ? value : {});
