import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Collection } from "../contract/collection.ts";
import { type Canonical, type Definition, type Feed, says } from "../contract/definition.ts";
import { fail } from "../contract/errors.ts";
import { marked } from "../contract/marks.ts";
import type { Vendor } from "../contract/vendor.ts";

/** An object as the engine knows it: its id, what it says about our inputs, and what the vendor adds. */
export interface Described {
  readonly id: string;
  readonly inputs: Bag;
  readonly outputs: Bag;
}

export type Bag = Record<string, unknown>;

/** A definition, and all that follows from it. */
export interface ResourceType<
  Api = unknown,
  Inputs extends z.ZodObject = z.ZodObject,
  Outputs extends z.ZodObject = z.ZodObject,
  Row = unknown,
> extends Omit<
    Definition<Api, Inputs, Outputs, Row>,
    "outputs" | "immutable" | "importId" | "scope" | "matches" | "feed"
  > {
  readonly vendor: Vendor<Api>;
  /** E.g. `Organization`. */
  readonly name: string;
  /** E.g. `workos:Organization`. */
  readonly token: string;
  readonly outputs: Outputs;
  /** The parent and the natural key. */
  readonly identity: readonly (keyof Canonical<Inputs> & string)[];
  /** Every field that no update reaches. */
  readonly immutable: readonly (keyof Canonical<Inputs> & string)[];
  readonly importId: readonly string[];
  readonly feed: Required<Omit<Feed<Inputs>, "covers">> & Pick<Feed<Inputs>, "covers">;
  /** Taken over only with proof that this stack made it, or on request. */
  readonly isStandalone: boolean;
  /** A setting that the vendor has whether anybody declares it or not. */
  readonly isAlwaysThere: boolean;
  /** The note of its creation stays on this machine, as proof for later runs; once its id is known, nothing else stands for it. */
  readonly isNoted: boolean;
  /** Its id says no more than its parent and its natural key: one that is made anew is the same to the engine. */
  readonly isKnownByKey: boolean;
  /** The vendor lists it without a name. */
  readonly isNameless: boolean;
  readonly collection: Collection<Api, Row>;
  /** The scope of the collection that holds this object; "" where the collection has only one. */
  scopeOf(inputs: Bag): string;
  /** What says in which scope it is, out of inputs that may be another type's; `undefined` where they do not. */
  scopeIn(inputs: Bag): Bag | undefined;
  /** The declared identity alone, which is what an import knows. */
  keyOf(inputs: Bag): Bag;
  matches(row: Row, inputs: Bag): boolean;
  /** Whether a row that was found by its id alone is of the declared parent, as far as it says whose it is. */
  isWithin(row: Row, inputs: Bag): boolean;
  /** @throws Failure for an answer without an id, from which nothing is concluded */
  describe(row: Row, declared: Bag): Described;
}

const NO_ID = "the vendor's answer has no id in it; nothing is concluded from it";

/** Derives what the host needs from what a resource says. */
export function resourceType<Api, Inputs extends z.ZodObject, Outputs extends z.ZodObject, Row, Scope extends string>(
  vendor: Vendor<Api>,
  name: string,
  definition: Definition<Api, Inputs, Outputs, Row, Scope>,
): ResourceType<Api, Inputs, Outputs, Row> {
  // Inside, everything is a bag of properties: which ones there are is for the schemas to say.
  const said = definition as unknown as Definition<Api, z.ZodObject, z.ZodObject, Row>;
  const { key, shownOnce } = said;
  const token = `${vendor.name}:${name}`;
  const outputs = said.outputs ?? z.object({});
  const parents = Object.entries(said.parent ?? {});
  const parentFields = parents.map(([field]) => field);
  const [nearestField = "", nearest] = parents.at(-1) ?? [];
  const scopeFields = said.scope ?? parentFields;
  const identity = [...parentFields, ...key];
  const local = marked(said.inputs, "local");
  // What stands in nothing of ours may be another stack's, and what can be changed would be changed under its hands.
  const isAlwaysThere = said.setting !== undefined && !said.setting.optional;
  const mayBeAnothers = shownOnce === undefined && !isAlwaysThere && !said.isFound;
  const isStandalone = nearest === undefined && said.sync !== undefined && mayBeAnothers;
  const sent = Object.keys(said.inputs.shape).filter((field) => !local.has(field));

  const withinOf = (scope: string): Bag => {
    const values = scope.split("/");
    const [last = ""] = scopeFields.slice(-1);
    const rest = values.slice(scopeFields.length - 1).join("/"); // A single field may hold any character.
    return { ...Object.fromEntries(scopeFields.map((field, at) => [field, values[at]])), [last]: rest };
  };
  const scopeOf = (inputs: Bag): string => scopeFields.map((field) => inputs[field]).join("/");
  const pick = (inputs: Bag, fields: readonly string[]): Bag =>
    Object.fromEntries(fields.filter((field) => inputs[field] !== undefined).map((field) => [field, inputs[field]]));
  const idOf = (row: Row, within: Bag): string => (said.id ? said.id(row, within) : (row as { id: string }).id);

  const collection: Collection<Api, Row> = {
    token,
    // What comes along is there from the start.
    within: said.cameAlong || isAlwaysThere ? undefined : nearest,
    parentOf: (scope) => String(withinOf(scope)[nearestField]),
    async list(api, scope) {
      const within = withinOf(scope);
      const rows = await said.list(api, within);
      for (const row of rows) {
        if (!idOf(row, within)) throw fail(NO_ID, "");
        if (!isWithin(row, within))
          throw fail(
            `asked for ${token} of ${scope}, ${vendor.title} answered with ${idOf(row, within)}, which is not there`,
            "",
          );
      }
      return rows;
    },
    everywhere: said.everywhere && { list: said.everywhere.list, scope: said.everywhere.within },
    id: (row, scope) => idOf(row, withinOf(scope)),
  };

  const isWithin = (row: Row, inputs: Bag): boolean => {
    const shown = said.show(row, inputs) as Bag;
    return parentFields.every((field) => shown[field] === undefined || shown[field] === inputs[field]);
  };

  const type: ResourceType<Api, z.ZodObject, z.ZodObject, Row> = {
    ...said,
    vendor,
    name,
    token,
    outputs,
    identity,
    immutable: said.sync
      ? [...new Set([...parentFields, ...(said.immutable ?? [])])]
      : [...new Set([...identity, ...sent])],
    importId: said.importId === "key" ? identity : (said.importId ?? [...parentFields, "id"]),
    feed: { changes: [], removals: [], about: (data, { id }) => says(data, { id }), ...said.feed },
    isStandalone,
    isAlwaysThere,
    isNoted: said.born !== undefined || isStandalone || said.setting !== undefined,
    isKnownByKey: said.id !== undefined,
    isNameless: shownOnce?.names === "none",
    collection,
    scopeOf,
    scopeIn: (inputs) =>
      scopeFields.every((field) => inputs[field] !== undefined) ? pick(inputs, scopeFields) : undefined,
    keyOf: (inputs) => pick(inputs, identity),
    matches: (row, inputs) => {
      if (said.matches) return said.matches(row, inputs);
      const shown = said.show(row, inputs) as Bag;
      return key.every((field) => isDeepStrictEqual(shown[field], inputs[field]));
    },
    isWithin,
    describe(row, declared) {
      const id = idOf(row, declared);
      // Pulumi takes an empty id for an object that is gone.
      if (!id) throw fail(NO_ID, "");
      const shown = { ...pick(declared, parentFields), ...(said.show(row, declared) as Bag) };
      const isOutput = ([field]: [string, unknown]) => Object.hasOwn(outputs.shape, field);
      return {
        id,
        inputs: Object.fromEntries(Object.entries(shown).filter((entry) => !isOutput(entry))),
        outputs: Object.fromEntries(Object.entries(shown).filter(isOutput)),
      };
    },
  };
  return type as unknown as ResourceType<Api, Inputs, Outputs, Row>;
}
