import { expect } from "vitest";
import type { ActingClient, Emulators } from "../../emulators/index.ts";
import { localInputsOf } from "./definition.ts";
import type { Bag, Held } from "./description.ts";
import type { Resource } from "./found.ts";

/** Who makes homes, looks, and does what happens behind our back. */
export const somebody = "dana@ourcompany.example";

/** As somebody else in the dashboard of the resource's vendor. */
export const actingAt = (emulators: Emulators, { vendor }: Pick<Resource, "vendor">): ActingClient =>
  emulators[vendor].as(somebody);

const byId = (rows: Iterable<Held>): Held[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

/** What one object under test lives in, and who lives beside it. */
export class Home {
  readonly resource: Resource;
  readonly name: string;
  readonly fields: Bag;
  readonly #act: ActingClient;
  readonly #bystanders: ReadonlyMap<string, Held>;

  static async make(resource: Resource, emulators: Emulators, name: string): Promise<Home> {
    const act = actingAt(emulators, resource);
    const fields = await resource.home(act, name, emulators);
    const present = resource.alone ? [] : await resource.held(act, fields, name);
    const bystanders = present.filter(({ id }) => id !== resource.imported?.(fields, name));
    if (bystanders.length === 0 && !resource.alone)
      throw new Error(`the home of ${resource.title} has no bystander; where none can be, \`alone\` says why`);
    return new Home(resource, act, name, fields, bystanders);
  }

  private constructor(resource: Resource, act: ActingClient, name: string, fields: Bag, bystanders: Held[]) {
    this.resource = resource;
    this.#act = act;
    this.name = name;
    this.fields = fields;
    this.#bystanders = new Map(bystanders.map((row) => [row.id, row]));
  }

  declared(): Bag {
    return this.resource.declared(this.fields, this.name);
  }

  changed(): Bag {
    return this.resource.changed?.(this.fields, this.name) ?? this.declared();
  }

  /**
   * Everything of the type that is here and is no bystander.
   * @throws if a bystander is not as it was
   */
  async ours(): Promise<Held[]> {
    const held = await this.resource.held(this.#act, this.fields, this.name);
    const beside = held.filter(({ id }) => this.#bystanders.has(id));
    expect(byId(beside), `${this.resource.title}: what somebody else has beside it`).toEqual(
      byId(this.#bystanders.values()),
    );
    return byId(held.filter(({ id }) => !this.#bystanders.has(id)));
  }
}

/** What the vendor shows of an object that is as declared. */
export function shown({ token, unseen = [] }: Resource, id: string, inputs: Bag): Held {
  const hidden = new Set([...localInputsOf(token), ...unseen]);
  return { id, ...Object.fromEntries(Object.entries(inputs).filter(([field]) => !hidden.has(field))) };
}
