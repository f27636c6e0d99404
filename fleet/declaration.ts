import { nameOf } from "./resource-names.ts";
import type { InputsOf, ResourceType } from "./resource-types.ts";
import type { SecretSource } from "./secret-references.ts";

/**
 * One resource to be. Plain data that names other resources by their resource names: whatever only the engine knows,
 * such as ids, is a reference.
 *
 * Inputs are canonical (sets sorted, each item once). Only what was declared appears: a field that no file mentions is
 * absent, which leaves it unmanaged; `null` clears it.
 */
export type Declaration = {
  readonly type: ResourceType;
  readonly resourceName: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs whose values only a run knows: outputs of other resources, and secrets. */
  readonly refs?: Readonly<Record<string, Reference>>;
  /** Resources that are created before it and deleted after it. */
  readonly after?: readonly string[];
  /** One of `refs` whose value may still be empty. As long as it is, the resource is not registered. */
  readonly awaits?: string;
  /** Another stack's: it is read by these inputs, its natural key, and never changed or removed. */
  readonly reads?: Readonly<Record<string, unknown>>;
  /** Inputs that count when it is created, and never again. */
  readonly once?: readonly string[];
  /** What lives in it and is declared no more ends at once, whatever time it would have had. */
  readonly endsAtOnce?: true;
  /** The resource can't be deleted. */
  readonly protect?: true;
  /** The resource whose deletion deletes this one too, so that no request of its own is needed. */
  readonly deletedWith?: string;
  /** Its declaration goes by the date: the key to use, or the one before it, which still works for a while. */
  readonly epoch?: "current" | "previous";
  /** Outputs that the component offers to the program. */
  readonly shows?: readonly Shown[];
};

/** Stands for a value that only a run knows: another resource's output, or a secret. */
export type Reference = { readonly output: string; readonly of: string } | { readonly secret: SecretSource };

export const idOf = (resourceName: string): Reference => ({ output: "id", of: resourceName });
export const outputOf = (resourceName: string, output: string): Reference => ({ output, of: resourceName });

/** The output `property`, to be found under `name` in the component's `as`. */
export type Shown = { readonly as: ShownKind; readonly name: string; readonly property: string };
/** What a component offers to the program, by name: ids and secrets that the vendor makes. */
export type ShownKind = "keys" | "apiKeys" | "clientIds" | "clientSecrets" | "signingSecrets";

type More<Refs> = Omit<Declaration, "type" | "resourceName" | "inputs" | "refs"> & { readonly refs?: Refs };

/**
 * A declaration whose inputs, with what its references stand for, are those of the resource's class. Its name follows from
 * its type, its owner (a tenant's key or `catalogue`) and its natural key.
 */
export const declaration = <
  Type extends ResourceType,
  const Refs extends { readonly [Field in keyof InputsOf<Type>]?: Reference } = Record<never, never>,
>(
  type: Type,
  [owner, ...key]: readonly [owner: string, ...key: string[]],
  inputs: Omit<InputsOf<Type>, keyof Refs>,
  more: More<Refs> = {},
): Declaration => ({
  type,
  resourceName: nameOf(owner, type, ...key),
  inputs,
  ...(more as More<Readonly<Record<string, Reference>>>),
});
