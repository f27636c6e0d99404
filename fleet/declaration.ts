import type { z } from "zod";
import type * as openai from "../providers/openai/index.ts";
import type * as workos from "../providers/workos/index.ts";
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
  /** Inputs whose values come from elsewhere. */
  readonly refs?: Readonly<Record<string, Reference>>;
  /** Resources that are there before it and go after it. */
  readonly after?: readonly string[];
  /** The referring input that may be empty for now: until it isn't, there is no such resource. */
  readonly awaits?: string;
  /** The resource can't be deleted. */
  readonly protect?: true;
  /** The resource that it vanishes with, without a request of its own. */
  readonly deletedWith?: string;
  /** Outputs that the component hands on. */
  readonly shows?: readonly Shown[];
};

/** What stands for a value that only a run knows: another resource's output, or a secret. */
export type Reference = { readonly output: string; readonly of: string } | { readonly secret: SecretSource };

export const idOf = (resourceName: string): Reference => ({ output: "id", of: resourceName });
export const outputOf = (resourceName: string, output: string): Reference => ({ output, of: resourceName });

/** The output `property`, to be found under `name` in the component's `as`. */
export type Shown = { readonly as: ShownKind; readonly name: string; readonly property: string };
/** What a component hands on, by name: values that vendors make and show once, and what goes with them. */
export type ShownKind = "keys" | "apiKeys" | "clientIds" | "clientSecrets" | "signingSecrets";

type Classes = {
  [Name in keyof typeof workos as `workos:${Name}`]: (typeof workos)[Name];
} & { [Name in keyof typeof openai as `openai:${Name}`]: (typeof openai)[Name] };
export type ResourceType = keyof Classes;
type InputsOf<Type extends ResourceType> = z.input<Classes[Type]["definition"]["inputs"]>;

type More<Refs> = Omit<Declaration, "type" | "resourceName" | "inputs" | "refs"> & { readonly refs?: Refs };

/** A declaration whose inputs, with what its references stand for, are those of the resource's class. */
export const declaration = <
  Type extends ResourceType,
  const Refs extends { readonly [Field in keyof InputsOf<Type>]?: Reference } = Record<never, never>,
>(
  type: Type,
  resourceName: string,
  inputs: Omit<InputsOf<Type>, keyof Refs>,
  more: More<Refs> = {},
): Declaration => ({ type, resourceName, inputs, ...(more as More<Readonly<Record<string, Reference>>>) });
