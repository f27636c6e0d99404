import type { z } from "zod";

/**
 * Named choices between behaviours, one for each point where the vendor's documentation is silent, contradicts itself or
 * depends on the account. They can be read and set by HTTP, so that a client can be tested with each of them.
 */
export class Switches<Values extends object = object> {
  readonly #schema: z.ZodType<Values>;
  readonly #initial: Values;
  #values: Values;

  constructor(schema: z.ZodType<Values>, initial: Values) {
    this.#schema = schema;
    this.#initial = initial;
    this.#values = initial;
  }

  get values(): Readonly<Values> {
    return this.#values;
  }

  /** @throws z.ZodError if a name or a value is unknown; nothing is changed then. */
  set(changes: Partial<Values>): void {
    this.#values = this.#schema.parse({ ...this.#values, ...changes });
  }

  reset(): void {
    this.#values = this.#initial;
  }
}
