import type { Change, Recorded } from "./history.ts";
import { type Direction, type Entry, Sequence } from "./sequence.ts";

/** How many deleted ids are remembered with their place. A listing can go on from a cursor whose object was deleted meanwhile. */
const REMEMBERED_DELETIONS = 10_000;

type KeyOf<T> = (record: T) => string | undefined;

/** Thrown when the cursor of a page is an id that was never in the collection. */
export class UnknownCursorError extends Error {
  readonly cursor: string;
  constructor(cursor: string) {
    super(`no such cursor: ${cursor}`);
    this.cursor = cursor;
  }
}

/**
 * All objects of one kind, in order of creation. Records are immutable; a change replaces the record.
 *
 * `unique` names keys that at most one record has (undefined: the record has none), `groups` names keys to list by. An
 * insert with a taken key throws: the caller checks first, and answers as the vendor does.
 */
export class Collection<T extends { readonly id: string }, Unique extends string = never, Group extends string = never>
  implements Recorded
{
  onChange: ((change: Change) => void) | undefined;
  readonly #unique: Record<Unique, KeyOf<T>>;
  readonly #groups: Record<Group, KeyOf<T>>;
  readonly #byId = new Map<string, Entry<T>>();
  readonly #byKey = new Map<string, Map<string, Entry<T>>>();
  readonly #byGroup = new Map<string, Map<string, Sequence<T>>>();
  readonly #departed = new Map<string, number>();
  readonly all = new Sequence<T>();
  #nextPlace = 0;

  constructor(keys: { unique?: Record<Unique, KeyOf<T>>; groups?: Record<Group, KeyOf<T>> } = {}) {
    this.#unique = keys.unique ?? ({} as Record<Unique, KeyOf<T>>);
    this.#groups = keys.groups ?? ({} as Record<Group, KeyOf<T>>);
    for (const name of Object.keys(this.#unique)) this.#byKey.set(name, new Map());
    for (const name of Object.keys(this.#groups)) this.#byGroup.set(name, new Map());
  }

  get size(): number {
    return this.#byId.size;
  }

  get(id: string): T | undefined {
    return this.#byId.get(id)?.record;
  }

  find(key: Unique, value: string): T | undefined {
    return this.#byKey.get(key)?.get(value)?.record;
  }

  group(name: Group, value: string): Sequence<T> {
    return this.#byGroup.get(name)?.get(value) ?? new Sequence<T>();
  }

  insert(record: T): T {
    if (this.#byId.has(record.id)) throw new Error(`${record.id} is there already`);
    const entry = { place: this.#nextPlace++, record };
    this.#put(entry);
    this.onChange?.({ undo: () => this.#take(entry), redo: () => this.#put(entry) });
    return record;
  }

  replace(record: T): T {
    const entry = this.#byId.get(record.id);
    if (entry === undefined) throw new Error(`${record.id} is not there`);
    const before = entry.record;
    this.#exchange(entry, record);
    this.onChange?.({ undo: () => this.#exchange(entry, before), redo: () => this.#exchange(entry, record) });
    return record;
  }

  delete(id: string): void {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    this.#remove(entry);
    this.onChange?.({
      undo: () => {
        this.#departed.delete(id);
        this.#put(entry);
      },
      redo: () => this.#remove(entry),
    });
  }

  /** Deletes the oldest records for as long as `isOld`, and a tenth of `most` if there are more than `most`. */
  forgetOldest(most: number, isOld: (record: T) => boolean): void {
    const surplus = this.size > most ? most / 10 : 0;
    let count = 0;
    let last: T | undefined;
    for (const record of this.all) {
      if (count >= surplus && !isOld(record)) break;
      last = record;
      count++;
    }
    const place = last && this.#byId.get(last.id)?.place;
    if (place === undefined) return;
    const forgotten = this.#removeUpTo(place);
    this.onChange?.({
      undo: () => {
        for (const entry of forgotten) {
          this.#departed.delete(entry.record.id);
          this.#put(entry);
        }
      },
      redo: () => this.#removeUpTo(place),
    });
  }

  clear(): void {
    this.#byId.clear();
    for (const keys of this.#byKey.values()) keys.clear();
    for (const groups of this.#byGroup.values()) groups.clear();
    this.#departed.clear();
    this.all.clear();
  }

  /**
   * Up to `limit` records of `within` beyond the cursor, and whether there are more.
   * @throws UnknownCursorError if `cursor` is an id that this collection never held.
   */
  page(
    within: Sequence<T>,
    options: {
      direction: Direction;
      limit: number;
      cursor?: string | undefined;
      where?: ((record: T) => boolean) | undefined;
    },
  ): { records: T[]; more: boolean } {
    const from = options.cursor === undefined ? undefined : this.#placeOf(options.cursor);
    const records: T[] = [];
    for (const record of within.walk(options.direction, from)) {
      if (options.where && !options.where(record)) continue;
      if (records.length === options.limit) return { records, more: true };
      records.push(record);
    }
    return { records, more: false };
  }

  #placeOf(id: string): number {
    const place = this.#byId.get(id)?.place ?? this.#departed.get(id);
    if (place === undefined) throw new UnknownCursorError(id);
    return place;
  }

  #put(entry: Entry<T>): void {
    this.#index(entry);
    this.#byId.set(entry.record.id, entry);
    this.all.add(entry);
  }

  #take(entry: Entry<T>): void {
    this.#unindex(entry);
    this.all.remove(entry);
    this.#byId.delete(entry.record.id);
  }

  #exchange(entry: Entry<T>, record: T): void {
    this.#unindex(entry);
    entry.record = record;
    this.#index(entry);
  }

  /** Removes all at once: removing one by one would move the remaining entries each time. */
  #removeUpTo(place: number): readonly Entry<T>[] {
    const removed = this.all.removeUpTo(place);
    for (const entry of removed) {
      for (const [name, keyOf] of Object.entries<KeyOf<T>>(this.#groups)) {
        const value = keyOf(entry.record);
        const sequence = value === undefined ? undefined : this.#byGroup.get(name)?.get(value);
        sequence?.removeUpTo(place);
        if (value !== undefined && sequence?.size === 0) this.#byGroup.get(name)?.delete(value);
      }
      for (const [name, keyOf] of Object.entries<KeyOf<T>>(this.#unique)) {
        const key = keyOf(entry.record);
        if (key !== undefined) this.#byKey.get(name)?.delete(key);
      }
      this.#byId.delete(entry.record.id);
      this.#depart(entry);
    }
    return removed;
  }

  #remove(entry: Entry<T>): void {
    this.#take(entry);
    this.#depart(entry);
  }

  #depart(entry: Entry<T>): void {
    this.#departed.set(entry.record.id, entry.place);
    if (this.#departed.size > REMEMBERED_DELETIONS) {
      const [oldest] = this.#departed.keys();
      if (oldest !== undefined) this.#departed.delete(oldest);
    }
  }

  #index(entry: Entry<T>): void {
    const keys = Object.entries<KeyOf<T>>(this.#unique).map(([name, keyOf]) => [name, keyOf(entry.record)] as const);
    for (const [name, key] of keys)
      if (key !== undefined && this.#byKey.get(name)?.has(key)) throw new Error(`${name} ${key} is taken`);
    for (const [name, key] of keys) if (key !== undefined) this.#byKey.get(name)?.set(key, entry);
    for (const [name, keyOf] of Object.entries<KeyOf<T>>(this.#groups)) {
      const value = keyOf(entry.record);
      const groups = this.#byGroup.get(name);
      if (value === undefined || groups === undefined) continue;
      const sequence = groups.get(value) ?? new Sequence<T>();
      groups.set(value, sequence);
      sequence.add(entry);
    }
  }

  #unindex(entry: Entry<T>): void {
    for (const [name, keyOf] of Object.entries<KeyOf<T>>(this.#unique)) {
      const key = keyOf(entry.record);
      if (key !== undefined) this.#byKey.get(name)?.delete(key);
    }
    for (const [name, keyOf] of Object.entries<KeyOf<T>>(this.#groups)) {
      const value = keyOf(entry.record);
      const sequence = value === undefined ? undefined : this.#byGroup.get(name)?.get(value);
      sequence?.remove(entry);
      if (value !== undefined && sequence?.size === 0) this.#byGroup.get(name)?.delete(value);
    }
  }
}
