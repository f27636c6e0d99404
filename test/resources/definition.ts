import type { CustomResource } from "@pulumi/pulumi";
import { marked } from "../../providers/contract/marks.ts";
import { uncovered } from "../../providers/host/incremental.ts";
import { isObservation } from "../../providers/host/observation.ts";
import { providerSource } from "../../providers/host/resource.ts";
import type { ResourceType } from "../../providers/host/resource-type.ts";
import * as openai from "../../providers/openai/index.ts";
import * as workos from "../../providers/workos/index.ts";
import type { Bag } from "./description.ts";

/*
 * All that the tests of resources know of how a provider is written. What a resource should do they have from its
 * description: a mistake in the provider must not change what is asked of it.
 */

type ResourceClass = (new (name: string, inputs: Bag) => CustomResource) & { definition: ResourceType };

const classes = new Map<string, ResourceClass>(
  Object.entries({ workos, openai }).flatMap(([vendor, index]) =>
    Object.entries(index as unknown as Record<string, ResourceClass>).map(([name, each]): [string, ResourceClass] => [
      `${vendor}:${name}`,
      each,
    ]),
  ),
);

/** Of every resource that stands for an object, e.g. `workos:Organization`. What only looks lives in test/e2e/syncs.test.ts. */
export const tokens: readonly string[] = [...classes.keys()].filter((token) => !isObservation(definitionOf(token)));

export function classOf(token: string): ResourceClass {
  const found = classes.get(token);
  if (!found) throw new Error(`no provider exports ${token}`);
  return found;
}

function definitionOf(token: string): ResourceType {
  return classOf(token).definition;
}

/** The constant input that says where the provider's code is. */
export const providerLine = (token: string): { __provider: string } => ({ __provider: providerSource(token) });

/** The names of its inputs. */
export const inputsOf = (token: string): string[] => Object.keys(definitionOf(token).inputs.shape);

/** The names of what the vendor adds. */
export const outputsOf = (token: string): string[] => Object.keys(definitionOf(token).outputs.shape);

/** When an object was made, by the vendor's answer about it; `undefined` where the provider does not go by that. */
export const bornOf = (token: string, answer: Bag): Date | undefined => definitionOf(token).born?.(answer);

/** Inputs that tell us what to do: the vendor has no such field. */
export const localInputsOf = (token: string): ReadonlySet<string> => marked(definitionOf(token).inputs, "local");

/** Inputs that must be stored encrypted. */
export const secretInputsOf = (token: string): ReadonlySet<string> => marked(definitionOf(token).inputs, "secret");

/** Outputs that must be stored encrypted, such as a key's value. */
export const secretOutputsOf = (token: string): string[] => [...marked(definitionOf(token).outputs, "secret")];

/** What `pulumi import` is told to find it by. */
export const importIdOf = (token: string, inputs: Bag, id: string): string =>
  definitionOf(token)
    .importId.map((field) => (field === "id" ? id : inputs[field]))
    .join("/");

/** Why the change feed does not cover it; `undefined` where it does. */
export const coverageOf = (token: string): string | undefined =>
  uncovered(definitionOf(token), (other) => classes.get(other)?.definition);
