import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { Emulators } from "../../emulators/index.ts";
import { asStored, type Bag, CallError, type ProviderProcess } from "../contract/provider-process.ts";
import { importIdOf, localInputsOf, providerLine, secretOutputsOf } from "./definition.ts";
import type { Held } from "./description.ts";
import type { Resource } from "./found.ts";
import { Home, shown } from "./home.ts";

/** What an object goes through; each verb is one call of the engine. */
export const VERBS = ["create", "update", "delete"] as const;
export type Verb = (typeof VERBS)[number];

/** One object in the engine's hands, call by call: how it is declared, and what the engine has of it in state. */
export class Case {
  readonly resource: Resource;
  readonly home: Home;
  /** As in the program. */
  declared: Bag;
  /** As `check` gave it. */
  inputs: Bag = {};
  id = "";
  stored: Bag = {};
  /** What the vendor should hold of it. */
  expected: Held[] = [];
  /** The same without an owner: made by a creation that was not answered, so that nobody has the value that is shown once. */
  orphans: Held[] = [];

  static async begin(resource: Resource, emulators: Emulators, name: string): Promise<Case> {
    return new Case(resource, await Home.make(resource, emulators, name));
  }

  private constructor(resource: Resource, home: Home) {
    this.resource = resource;
    this.home = home;
    this.declared = home.declared();
  }

  /** What the engine passes on beside what is declared. */
  get hidden(): Bag {
    return { ...providerLine(this.resource.token), __guard: "acme", __stack: "acme/fleet/prod" };
  }

  /** Has it checked, as it is declared now. */
  async check(within: ProviderProcess): Promise<Bag> {
    const { inputs } = await within.check(this.stored, { ...this.declared, ...this.hidden });
    this.inputs = inputs;
    return inputs;
  }

  /** Brings it under management as the engine does: creates it, or imports it and changes what differs. */
  async obtain(within: ProviderProcess): Promise<Bag> {
    const { token, imported } = this.resource;
    let properties: Bag;
    try {
      if (imported) {
        const found = await within.read(importIdOf(token, this.inputs, ""), providerLine(token));
        this.id = found.id;
        properties = await within.update(found.id, asStored(found.properties), this.inputs);
      } else ({ id: this.id, properties } = await within.create(this.inputs));
    } catch (error) {
      if (error instanceof CallError && error.id !== undefined) {
        this.id = error.id;
        this.stored = asStored(error.properties ?? {});
      }
      throw error;
    }
    this.#keep(properties);
    return properties;
  }

  /** What the engine does for one verb. It rejects as the call does, with state as the engine keeps it. */
  async run(verb: Verb, within: ProviderProcess): Promise<void> {
    if (verb === "delete") {
      const rows = this.expected;
      await within.check(this.inputs, this.inputs); // A run removes only what belongs to a tenant that it has heard of.
      await within.delete(this.id, this.stored);
      const { left } = this.resource;
      this.expected = left ? rows.map((row) => left(row, this.declared)) : [];
      return;
    }
    if (verb === "update") this.declared = this.home.changed();
    await this.check(within);
    if (this.id === "") await this.obtain(within);
    else this.#keep(await within.update(this.id, this.stored, this.inputs));
  }

  #keep(properties: Bag): void {
    this.stored = asStored(properties);
    this.expected = [shown(this.resource, this.id, this.declared)];
  }

  /** After a creation that took effect unseen: what else is there now is what it made. */
  async findOrphan(): Promise<void> {
    this.orphans = (await this.home.ours()).filter(({ id }) => id !== this.id);
    expect(this.orphans.map((orphan) => ({ ...orphan, id: this.id }))).toEqual(this.expected);
  }

  /** Outputs that only creation shows, and that are not there. */
  lostSecrets(): string[] {
    return secretOutputsOf(this.resource.token).filter((output) => !this.stored[output]);
  }

  /** Whether no update reaches the field, for each that is declared and is the vendor's. */
  unchangeable(): Map<string, boolean> {
    const local = localInputsOf(this.resource.token);
    const fields = Object.entries(this.home.declared()).filter(([field]) => !local.has(field));
    const changed = this.home.changed();
    return new Map(fields.map(([field, value]) => [field, isDeepStrictEqual(changed[field], value)]));
  }
}
