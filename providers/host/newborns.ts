/**
 * The objects with a value shown once that this run makes. Until such a value is in state, its object looks like one
 * whose value was lost, and a second declaration of the same name would remove it, or take it over without its value.
 */
export class Newborns {
  readonly #underWay = new Map<string, number>();
  readonly #made = new Set<string>();

  /** @param key what tells the object from others before it has an id */
  async make<Row>(key: string, create: () => Promise<Row>, idOf: (row: Row) => string): Promise<Row> {
    this.#underWay.set(key, (this.#underWay.get(key) ?? 0) + 1);
    try {
      const row = await create();
      this.#made.add(idOf(row));
      return row;
    } finally {
      this.#underWay.set(key, (this.#underWay.get(key) ?? 1) - 1);
    }
  }

  /** Whether the object is, or may be, one that another declaration in this run just made. */
  has(id: string, key: string): boolean {
    return this.#made.has(id) || Boolean(this.#underWay.get(key));
  }
}
