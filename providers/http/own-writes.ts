import { isOutcomeUnknown } from "../contract/errors.ts";

/** An object by whatever is known of it: one whose creation was not answered has no id yet. */
interface Known {
  readonly id?: string;
}

/**
 * What a run did to a set of objects that it also writes as a whole. A read can be behind those writes, and a write that
 * replaces the whole set must not be.
 */
export class OwnWrites<Row extends Known> {
  readonly #made = new Map<string, Row>();
  readonly #removed = new Set<string>();
  readonly #nameOf: (row: Row) => string;
  readonly #isFinal: (row: Row) => boolean;

  /** @param isFinal whether nothing takes an object out of the state that it is in, so that a read without it is behind */
  constructor(nameOf: (row: Row) => string, isFinal: (row: Row) => boolean) {
    this.#nameOf = nameOf;
    this.#isFinal = isFinal;
  }

  /** The set by name, and none that this run removed. What it made itself is part of it, whatever the reads show. */
  upToDate(...reads: readonly (readonly Row[])[]): Map<string, Row> {
    const known = new Map<string, Row>();
    for (const row of [...reads.flat(), ...this.#made.values()]) {
      if (row.id !== undefined && this.#removed.has(row.id)) continue;
      const name = this.#nameOf(row);
      const before = known.get(name);
      // One of another id is another object, of which nothing is known yet.
      const isSame = before?.id === row.id || before?.id === undefined || row.id === undefined;
      known.set(name, before && isSame && this.#isFinal(before) ? before : { ...before, ...row });
    }
    return known;
  }

  /**
   * Sends what makes the object, or changes it. Without an answer it may be there, so it counts as made.
   * @param mayBeThere whether a refusal says that it is there all the same
   */
  async make<Made extends Row>(
    intended: Row,
    send: () => Promise<Made>,
    mayBeThere: (refusal: unknown) => boolean = () => false,
  ): Promise<Made> {
    const name = this.#nameOf(intended);
    const before = this.#made.get(name);
    this.#made.set(name, before && this.#isFinal(before) ? before : intended);
    try {
      const row = await send();
      this.#made.set(name, row);
      return row;
    } catch (error) {
      if (isOutcomeUnknown(error) || mayBeThere(error)) throw error;
      if (before) this.#made.set(name, before);
      else this.#made.delete(name);
      throw error;
    }
  }

  /** Sends its removal, and answers with its answer. Without one it may be gone, and is to be, so it counts as removed. */
  async remove<Answer>(id: string, name: string, send: () => Promise<Answer>): Promise<Answer> {
    this.#removed.add(id);
    if (this.#made.get(name)?.id === undefined) this.#made.delete(name);
    try {
      return await send();
    } catch (error) {
      if (!isOutcomeUnknown(error)) this.#removed.delete(id);
      throw error;
    }
  }

  hasMade(name: string): boolean {
    return this.#made.has(name);
  }
}
