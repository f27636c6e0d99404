import { marked } from "../contract/marks.ts";
import { plainObject } from "./plain-json.ts";
import type { Bag, Described, ResourceType } from "./resource-type.ts";
import { asSecret } from "./secret-mark.ts";

/** In state of an object that was there before its stack, and that nobody asked to take over: it is not ours to remove. */
export const TAKEN_OVER = "__takenOver";

/** In state of a setting: what this stack made it, which a refresh leaves as it is. */
export const SET = "__set";

/**
 * In state of an object that the change feed covers: the vendor's time when a run began that looked at it. It moves only with
 * another look at the object, so a refresh that finds nothing changed writes nothing.
 */
export const SYNCED_AT = "__syncedAt";

/**
 * Of an object that a program refers to by its natural key: empty in what it asks, and the vendor's id in the answer. The engine
 * tells a program no other id than the one that it asked for.
 */
export const ID = "__id";

/** Between the property bags that Pulumi passes and the inputs and outputs of one resource type. */
export class Wire {
  readonly #fields: readonly string[];
  readonly #outputs: readonly string[];
  readonly #secretInputs: ReadonlySet<string>;
  readonly #secretOutputs: ReadonlySet<string>;
  readonly #ownOutputs: ReadonlySet<string>;

  constructor({ inputs, outputs }: ResourceType) {
    this.#fields = Object.keys(inputs.shape);
    this.#outputs = Object.keys(outputs.shape);
    this.#secretInputs = marked(inputs, "secret");
    this.#secretOutputs = marked(outputs, "secret");
    this.#ownOutputs = marked(outputs, "local");
  }

  /** The inputs that are declared. */
  declared(bag: Bag): Bag {
    return Object.fromEntries(
      this.#fields.filter((field) => bag[field] !== undefined).map((field) => [field, bag[field]]),
    );
  }

  /** What the vendor added. */
  computed(bag: Bag): Bag {
    return Object.fromEntries(this.#outputs.map((field) => [field, bag[field]]));
  }

  /** Properties that are Pulumi's or ours, not the vendor's; they go back exactly as they came. */
  hidden(bag: Bag): Bag {
    return Object.fromEntries(Object.entries(bag).filter(([property]) => property.startsWith("__")));
  }

  /** What becomes the inputs in state. */
  inputs(inputs: Bag, { [TAKEN_OVER]: _a, [SET]: _b, [SYNCED_AT]: _c, ...hidden }: Bag): Bag {
    return plainObject({ ...this.#withSecrets(inputs), ...hidden });
  }

  /**
   * What becomes the outputs in state.
   * @param stored those in state: of a secret that the vendor does not show again, and of what it never knew, that value stands
   */
  outputs(inputs: Bag, { outputs }: Pick<Described, "outputs">, hidden: Bag, stored: Bag = {}): Bag {
    const computed: Bag = { ...outputs };
    for (const field of this.#secretOutputs) computed[field] = asSecret(computed[field] ?? stored[field] ?? "");
    for (const field of this.#ownOutputs) computed[field] ??= stored[field];
    return plainObject({ ...computed, ...this.#withSecrets(inputs), ...hidden });
  }

  #withSecrets(inputs: Bag): Bag {
    const isSecret = (field: string, value: unknown) =>
      this.#secretInputs.has(field) && value !== undefined && value !== null;
    return Object.fromEntries(
      Object.entries(inputs).map(([field, value]) => [field, isSecret(field, value) ? asSecret(value) : value]),
    );
  }
}
