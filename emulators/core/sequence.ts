/** A record and its place in the order of creation. Collections share one entry among all sequences it is in. */
export interface Entry<T> {
  readonly place: number;
  record: T;
}

export type Direction = "asc" | "desc";

/** Records in order of creation. The time for a page depends on its size and not on where it starts; a filter that rejects many records takes longer. */
export class Sequence<T> {
  readonly #entries: Entry<T>[] = [];

  get size(): number {
    return this.#entries.length;
  }

  add(entry: Entry<T>): void {
    const last = this.#entries.at(-1);
    if (last === undefined || last.place < entry.place) this.#entries.push(entry);
    else this.#entries.splice(this.#indexOf(entry.place), 0, entry);
  }

  remove(entry: Entry<T>): void {
    const index = this.#indexOf(entry.place);
    if (this.#entries[index] === entry) this.#entries.splice(index, 1);
  }

  /** Removes the records up to `place` in one step. */
  removeUpTo(place: number): readonly Entry<T>[] {
    return this.#entries.splice(0, this.#indexOf(place + 1));
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Records strictly beyond `from` (all, if absent) in the given direction. */
  *walk(direction: Direction, from?: number): Generator<T> {
    if (direction === "asc") {
      for (let i = from === undefined ? 0 : this.#indexOf(from + 1); i < this.#entries.length; i++) {
        const entry = this.#entries[i];
        if (entry) yield entry.record;
      }
    } else {
      for (let i = (from === undefined ? this.#entries.length : this.#indexOf(from)) - 1; i >= 0; i--) {
        const entry = this.#entries[i];
        if (entry) yield entry.record;
      }
    }
  }

  [Symbol.iterator](): Generator<T> {
    return this.walk("asc");
  }

  /** Index of the first entry at `place` or later. */
  #indexOf(place: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.place ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
