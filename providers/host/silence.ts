import type { Change } from "../contract/vendor.ts";
import { eventsOf, type Incremental, uncovered } from "./incremental.ts";
import type { Bag } from "./resource-type.ts";
import type { Session } from "./session.ts";
import { SYNCED_AT } from "./wire.ts";

/** A look may show what was so some time ago, and clocks say whole seconds: what happened shortly before counts as after. */
const OVERLAP_MS = 10 * 60_000;

/** What is proven of something that state knows. */
export type Proof =
  | { readonly stands: true }
  /**
   * It is to be looked at. `syncedAt`: what state has of that from then on; `undefined` for what it has. `isTouched`: since something
   * happened to it, as to few others.
   */
  | { readonly stands: false; readonly syncedAt?: string | undefined; readonly isTouched?: true };

const LISTED: Proof = { stands: false };

/** Whether what state has still stands, since the vendor's change feed tells of nothing that touches it. */
export class Silence {
  readonly #session: Session;
  readonly #incremental: Incremental;

  constructor(session: Session, incremental: Incremental) {
    this.#session = session;
    this.#incremental = incremental;
  }

  /** @param props what state has of the object */
  async ofObject(id: string, inputs: Bag, outputs: Bag, props: Bag): Promise<Proof> {
    const { type, surroundings, connection } = this.#session;
    const { covers } = type.feed;
    this.#inState.add(id);
    // What waits is not at the vendor, so nothing tells of it.
    if (type.waits?.(outputs)) return LISTED;
    // A time by the clock of another account is none.
    const syncedAt = typeof props.__account === "string" ? props[SYNCED_AT] : undefined;
    const turn = momentOf(covers?.turns ? covers.turns(outputs) : type.shownOnce?.ends?.(outputs));
    const homes = Object.entries(type.parent ?? {}).flatMap(([field, token]) => {
      const home = surroundings.typeOf(token);
      return home ? [{ feed: home.feed, known: { ...inputs, id: String(inputs[field]) } }] : [];
    });
    return this.#since(syncedAt, (since, told) => {
      if (turn !== undefined && turn > since && turn <= connection.now()) return true;
      const isAbout = ({ data, event }: Change) => type.feed.about(data, { ...inputs, id }, outputs, event) !== false;
      return (
        told(eventsOf(type.feed)).some(isAbout) ||
        homes.some(({ feed, known }) =>
          told(feed.removals).some(({ data, event }) => feed.about(data, known, {}, event) !== false),
        )
      );
    });
  }

  /** Whether no more has come into one place since that time. */
  ofCollection(within: Readonly<Record<string, string>>, syncedAt: unknown): Promise<Proof> {
    const { changes, covers } = this.#session.type.feed;
    const places = new Set(Object.values(within));
    // What is in state is nothing more, wherever it is.
    const mayBeHere = ({ within: place, data }: Change) =>
      place === undefined ? !this.#inState.has(String(data.id)) : places.has(place);
    return this.#since(syncedAt, (_since, told) => told(covers?.joins ?? changes).some(mayBeHere));
  }

  /** Ids of what this run was asked about. */
  get #inState(): Set<string> {
    return this.#session.connection.run.memory("ids in state", () => new Set<string>());
  }

  async #since(
    syncedAt: unknown,
    isTouched: (since: number, told: (events: readonly string[]) => Change[]) => boolean,
  ): Promise<Proof> {
    const { type, surroundings, connection } = this.#session;
    const reason = uncovered(type, surroundings.typeOf);
    if (reason !== undefined) return this.#listed(reason);
    await connection.verify();
    const begunAt = connection.begunAt();
    if (begunAt === undefined) return this.#listed("its answers bear no date");
    const anew = { stands: false, syncedAt: toSecond(begunAt) } as const;
    const at = momentOf(syncedAt);
    if (at === undefined) return this.#listed("no run has noted yet when it looked", anew);
    const since = at - OVERLAP_MS;
    const told = await this.#feed.since(since);
    if ("unproven" in told) return this.#listed(told.unproven, told.isMended ? anew : LISTED);
    const lately = (events: readonly string[]) =>
      events.flatMap((event) => (told.changes.get(event) ?? []).filter((change) => change.at.getTime() >= since));
    return isTouched(since, lately) ? { ...anew, isTouched: true } : { stands: true };
  }

  get #feed() {
    const { connection, type } = this.#session;
    const { events, keptMs } = this.#incremental;
    return connection.run.memory(`change feed of ${type.vendor.name}`, () => connection.changeFeed(events, keptMs));
  }

  /** Says why, once in a run. */
  #listed(reason: string, proof: Proof = LISTED): Proof {
    const { connection, surroundings, type } = this.#session;
    const told = connection.run.memory(`why ${type.vendor.name} is listed`, () => new Set<string>());
    if (!told.has(reason)) surroundings.warn(this.#session.printed(`${type.vendor.title}: listed, since ${reason}`));
    told.add(reason);
    return proof;
  }
}

export const toSecond = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Milliseconds since 1970, of a moment as vendors write it: RFC 3339, or Unix seconds. */
export function momentOf(moment: unknown): number | undefined {
  if (moment instanceof Date) return moment.getTime();
  if (typeof moment === "number") return moment * 1000;
  const ms = typeof moment === "string" ? Date.parse(moment) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
