import type { CustomResource } from "@pulumi/pulumi";
import type { Emulators } from "../../emulators/index.ts";

/** Where a life is lived: its objects at the vendors, under names of its own. */
export interface World {
  readonly emulators: Emulators;
  /** The id of the resource under test, as the engine has it now. */
  id(): string;
  /** Ids of what `declare` registered beside it, by resource name. */
  idOf(resourceName: string): string;
}

/** One step of a life: what is declared, what happened behind our back, and what must hold afterwards. */
export interface Stage<Inputs> {
  readonly title: string;
  /** Declared from this stage on. Absent: as before. `null`: declared no more. */
  readonly inputs?: Inputs | null;
  /** What somebody else does at the vendor before the run. */
  readonly meanwhile?: (world: World) => Promise<unknown>;
  /** The resource is missing from state before the run, though it exists at the vendor. */
  readonly forgotten?: true;
  /** What the engine does to the resource, after its refresh; several for a replacement, in order. */
  readonly does: readonly string[];
  /** Every request that may change something at a vendor, e.g. `{ "POST /organizations": 1 }`. */
  readonly writes: Readonly<Record<string, number>>;
  /** Asked of the emulators, never read from our state. */
  readonly holds: (world: World) => Promise<void>;
}

/**
 * A resource's life, to be played through the real engine together with the others of its vendor. After each stage the
 * runner previews again and expects no change and no request.
 */
export interface Life<Inputs = never> {
  /** The resource's type token, e.g. `workos:Organization`. */
  readonly of: string;
  /** Registers what the resource lives in; the same in every stage. Answers how to register the resource itself. */
  readonly declare: () => (resourceName: string, inputs: Inputs) => CustomResource;
  readonly stages: readonly Stage<Inputs>[];
  /** The requests that destroying the resource takes. */
  readonly destroyed: Readonly<Record<string, number>>;
}

/** Keeps the type of a life's inputs while it is written, and lets lives of all types stand in one list. */
export const life = <Inputs>(lived: Life<Inputs>): Life => lived as unknown as Life;
