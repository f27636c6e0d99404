/** Chance that can be had again: the same seed throws the same numbers. Source: Tommy Ettinger's mulberry32. */
export class Dice {
  #state: number;

  /** @param stream one of many that a seed has, none of which follows another */
  constructor(seed: number, stream = 0) {
    this.#state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream, 0x85ebca6b);
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `lowest` to `highest`. */
  between(lowest: number, highest: number): number {
    return lowest + Math.floor(this.next() * (highest - lowest + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws RangeError if there is none. */
  oneOf<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError("there is nothing to choose from");
    return items[this.between(0, items.length - 1)] as Item;
  }

  /** One of the items, each as likely as its weight says. */
  weighted<Item extends { readonly weight: number }>(items: readonly Item[]): Item {
    return this.oneOf(items.flatMap((item) => Array.from<Item>({ length: item.weight }).fill(item)));
  }
}
