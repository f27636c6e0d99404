import { ResourceError } from "../host/resource-error.ts";

/**
 * The objects with a value shown once that this process makes. Until such a value is in state, its object looks like
 * one whose value was lost, and a second declaration of the same name would remove it.
 */
export class Newborns {
  readonly #token: string;
  readonly #underWay = new Map<string, number>();
  readonly #made = new Set<string>();

  constructor(token: string) {
    this.#token = token;
  }

  /** @param name what tells the object from others before it has an id */
  async make<Row extends { readonly id: string }>(name: string, create: () => Promise<Row>): Promise<Row> {
    this.#underWay.set(name, (this.#underWay.get(name) ?? 0) + 1);
    try {
      const row = await create();
      this.#made.add(row.id);
      return row;
    } finally {
      this.#underWay.set(name, (this.#underWay.get(name) ?? 1) - 1);
    }
  }

  /** @throws ResourceError when the object is, or may be, one that another declaration in this run just made */
  mustNotHave(id: string, name: string): void {
    if (!this.#made.has(id) && !this.#underWay.get(name)) return;
    throw new ResourceError(
      this.#token,
      `${id} was made in this very run for another resource: two of them declare ${name}. Nothing was changed. Give one of them another name.`,
    );
  }
}
