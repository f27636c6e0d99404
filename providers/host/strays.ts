import { isConflict, isInvalid, isNotFound } from "../contract/errors.ts";
import { excerpt } from "../contract/printable.ts";
import type { Change } from "../contract/vendor.ts";
import { Drift } from "./drift.ts";
import { messageOf } from "./failures.ts";
import type { Bag, ResourceType } from "./resource-type.ts";
import { nameOf, Session, type Surroundings } from "./session.ts";
import { type Proof, Silence } from "./silence.ts";

/** The objects of one type in one place, e.g. the roles of an organization, and which of them a tenant's file has. */
export interface Watched {
  /** Type token of a resource, e.g. `workos:OrganizationRole`. */
  readonly of: string;
  /** The inputs of that resource that say where, e.g. `organizationId`. */
  readonly within: Readonly<Record<string, string>>;
  /** By `nameAmong`. */
  readonly declared: readonly string[];
}

/** An object that no file declares. */
export interface Stray {
  readonly id: string;
  readonly name: string;
  readonly inputs: Bag;
  readonly outputs: Bag;
  /** Why it is left alone even where there may be no others, for people. */
  readonly stays?: string | undefined;
}

/**
 * What an object is called among those beside it: its natural key, without what says where it is. A declaration and an answer of
 * the vendor give the same.
 */
export const nameAmong = ({ identity }: Pick<ResourceType, "identity">, inputs: Bag, within: object): string =>
  identity
    .filter((field) => !Object.hasOwn(within, field))
    .map((field) => inputs[field])
    .join("/");

/** How many names a line has. */
const MOST_NAMED = 5;

/** Finds what is in a collection and in no file, tells of it and removes it. */
export class Strays {
  readonly #session: Session;
  readonly #drift: Drift;
  readonly #silence: Silence | undefined;

  constructor(type: ResourceType, surroundings: Surroundings) {
    this.#session = new Session(type, surroundings);
    this.#silence = surroundings.incremental && new Silence(this.#session, surroundings.incremental);
    this.#drift = new Drift(this.#session);
  }

  /** Refuses what files declare by the date while this machine's clock is wrong. @param list what people call it, e.g. `apiKeys` */
  mustBeOnTime(list: string): Promise<void> {
    return this.#session.mustBeOnTime(`what files declare of ${list}`);
  }

  /** Whether no more has come since then; `undefined` where the change feed is not gone by. */
  async proof({ within }: Watched, syncedAt: string | undefined): Promise<Proof | undefined> {
    return this.#silence?.ofCollection(within, syncedAt);
  }

  /** Without what the customer's own systems manage, and what has ended. @throws what keeps the collection from being seen */
  async find({ within, declared }: Watched): Promise<Stray[]> {
    const { type, connection } = this.#session;
    const rows = await connection.snapshots.all(type.collection, type.scopeOf(within)).catch((error) => {
      if (isNotFound(error)) return []; // Whether the tenant itself is gone is for its own resource to find out.
      throw error;
    });
    const isDeclared = (name: string) => declared.includes(name);
    const described = rows.map((row) => ({ row, ...type.describe(row, { ...within }) }));
    // What is listed under two names, a person who has another address by now, is declared under either.
    const known = new Set(
      described.flatMap(({ row, inputs }) => {
        const object = isDeclared(nameAmong(type, inputs, within)) ? type.objectId?.(row) : undefined;
        return object === undefined ? [] : [object];
      }),
    );
    const there = described.flatMap(({ row, id, inputs, outputs }) => {
      if (known.has(type.objectId?.(row) ?? "") && !isDeclared(nameAmong(type, inputs, within))) return [];
      // The program has it in a resource of its own, beside the fleet's.
      if (connection.run.declares(nameOf(type, { ...within, ...inputs }))) return [];
      const isHere = Object.entries(within).every(([field, value]) => inputs[field] === value);
      const ends = type.shownOnce?.ends?.(outputs);
      const isOver = ends !== undefined && ends.getTime() <= connection.now();
      if (!isHere || isOver || !type.matches(row, inputs) || type.readOnly?.(outputs)) return [];
      // One that was replaced with an overlap is such a key.
      const stays = ends && `ends ${ends.toISOString()}`;
      return [{ id, name: nameAmong(type, inputs, within), inputs, outputs, stays }];
    });
    const byName = Map.groupBy(there, ({ name }) => name);
    return there.flatMap((one): Stray[] => {
      if (!isDeclared(one.name)) return [one];
      const alike = byName.get(one.name) ?? [];
      // Of keys there may be several of one name, and their names do not tell which one is declared.
      return alike.length > 1
        ? [{ ...one, stays: `one of ${alike.length} of that name, of which one is declared` }]
        : [];
    });
  }

  /** Names for people, with who made each where the change feed says so. */
  async listed(strays: readonly Stray[], within: Watched["within"]): Promise<string> {
    const names = strays.slice(0, MOST_NAMED).map(async ({ id, name, inputs, stays }) => {
      const who = await this.#drift.who("changes", id, { ...within, ...inputs });
      const more = [who.trim(), stays].filter(Boolean).join(", ");
      return excerpt(name) + (more && ` (${more})`);
    });
    const unnamed = strays.length - names.length;
    return (await Promise.all(names)).join(", ") + (unnamed > 0 ? ` and ${unnamed} more` : "");
  }

  /** Who made it, or changed it last; `undefined` where nothing tells. */
  latestChange({ id, inputs }: Stray, within: Watched["within"]): Promise<Change | undefined> {
    return this.#drift.latest("changes", id, { ...within, ...inputs });
  }

  /** @returns why the vendor refuses to, if it does @throws whatever else keeps it from going */
  async remove({ id, inputs, outputs }: Stray, within: Watched["within"]): Promise<string | undefined> {
    const { type, connection } = this.#session;
    const known = { ...within, ...inputs, id };
    try {
      await type.remove?.(connection.writer, known, outputs);
    } catch (error) {
      if (isInvalid(error) || isConflict(error)) return messageOf(error);
      if (!isNotFound(error)) throw error; // Else somebody else did it.
    }
    connection.snapshots.drop(type.collection, type.scopeOf(known), id);
    return undefined;
  }
}
