import { VendorError } from "../contract/errors.ts";
import type { Change, ChangeFeed, Told } from "../contract/vendor.ts";
import type { Api } from "./api.ts";
import type { VendorClock } from "./clock.ts";

/** What is asked of a change feed. Moments are milliseconds since 1970. */
export interface FeedQuestion {
  readonly events: readonly string[];
  readonly from?: number;
  readonly until?: number;
  /** A cursor; where the vendor lets it stand beside a range, both are sent. */
  readonly after?: string | undefined;
  /** @default the largest page */
  readonly limit?: number;
}

interface Answer {
  /** Newest first, as the vendor is asked for them; whether it does so is for the reader to see. */
  readonly changes: readonly Change[];
  /** The cursor of the next page; `undefined` at the end. */
  readonly next: string | undefined;
}

export type FeedPage = (api: Api, question: FeedQuestion) => Promise<Answer>;

/** More than so many pages of changes cost more than to look at the objects. */
const MAX_PAGES = 20;

/** So far apart two events of several writers may be in the wrong order. */
const JITTER_MS = 5_000;

const HOUR_MS = 3_600_000;

/** A change feed, read once for each of a few spans, so that objects last seen at different times share one reading. */
export class Feed implements ChangeFeed {
  readonly #ask: (question: FeedQuestion) => Promise<Answer>;
  readonly #events: readonly string[];
  readonly #keptMs: number;
  readonly #clock: Pick<VendorClock, "begunAt" | "now">;
  readonly #readings = new Map<number, Promise<Told>>();

  constructor(
    ask: (question: FeedQuestion) => Promise<Answer>,
    events: readonly string[],
    keptMs: number,
    clock: Pick<VendorClock, "begunAt" | "now">,
  ) {
    this.#ask = ask;
    this.#events = events;
    this.#keptMs = keptMs;
    this.#clock = clock;
  }

  async since(from: number): Promise<Told> {
    const now = this.#clock.begunAt() ?? this.#clock.now();
    const days = Math.round(this.#keptMs / (24 * HOUR_MS));
    if (from < now - this.#keptMs) return { unproven: `events are kept for ${days} days only`, isMended: true };
    let spanMs = HOUR_MS;
    while (now - spanMs > from) spanMs *= 4;
    spanMs = Math.min(spanMs, this.#keptMs);
    const told = await this.#told(now, spanMs);
    // A log that was switched on later says nothing of what was before: its silence is worth something after its first word.
    if ("changes" in told && !isAliveBefore(from, told.changes))
      return { unproven: `nothing shows that events were kept before ${iso(from)}`, isMended: told.changes.size > 0 };
    return told;
  }

  async #told(now: number, spanMs: number): Promise<Told> {
    // What goes further back does as well, unless there is too much of it.
    const further = [...this.#readings.keys()].find((other) => other > spanMs);
    if (further !== undefined && !this.#readings.has(spanMs)) {
      const told = await this.#readings.get(further);
      if (told && "changes" in told) return told;
    }
    const reading = this.#readings.get(spanMs) ?? this.#read(now, now - spanMs);
    this.#readings.set(spanMs, reading);
    return reading;
  }

  async #read(now: number, from: number): Promise<Told> {
    try {
      const changes = await this.#pages(from);
      if (typeof changes === "string") return { unproven: changes, isMended: changes.startsWith(TOO_MANY) };
      // An event from before, which shows that there were events to be had then.
      const before = { events: this.#events, from: now - this.#keptMs, until: from, limit: 1 };
      const earlier = isAliveBefore(from, new Map([["", changes]])) ? [] : (await this.#ask(before)).changes;
      return { changes: Map.groupBy([...changes, ...earlier], ({ event }) => event) };
    } catch (error) {
      const reason = error instanceof VendorError ? error.message : "its answer cannot be read";
      return { unproven: reason, isMended: false };
    }
  }

  /** All of them since then, each once; or why it is not certain that these are all. */
  async #pages(from: number): Promise<readonly Change[] | string> {
    const wanted = new Set(this.#events);
    const changes = new Map<string, Change>();
    const cursors = new Set<string>();
    const order = new Order();
    let after: string | undefined;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const answer = await this.#ask({ events: this.#events, from, after });
      const undated = answer.changes.find(({ id, at }) => !id || Number.isNaN(at.getTime()));
      if (undated) return `${undated.event} says not which it is, or when it was`;
      for (const change of answer.changes) {
        order.next(change.at.getTime());
        // What was not asked for proves nothing of what was.
        if (wanted.has(change.event)) changes.set(change.id, change);
      }
      if (answer.next === undefined) return [...changes.values()];
      // Cut short only where the newest come first: another order is read to its end.
      if (order.isNewestFirst && order.last < from - JITTER_MS) return [...changes.values()];
      if (cursors.has(answer.next)) return "its cursor does not move";
      cursors.add(answer.next);
      after = answer.next;
    }
    return `${TOO_MANY}${MAX_PAGES} pages since ${iso(from)}`;
  }
}

const TOO_MANY = "there are more events than ";

/** Which way a list goes, by its moments. */
class Order {
  #first: number | undefined;
  #latest = Number.NEGATIVE_INFINITY;
  #isMixed = false;
  #earliest = Number.POSITIVE_INFINITY;

  next(at: number): void {
    this.#first ??= at;
    if (at > this.#earliest + JITTER_MS) this.#isMixed = true;
    this.#earliest = Math.min(this.#earliest, at);
    this.#latest = at;
  }

  get last(): number {
    return this.#latest;
  }

  /** Seen, and not only asked for. */
  get isNewestFirst(): boolean {
    return !this.#isMixed && this.#first !== undefined && this.#first - this.#latest > JITTER_MS;
  }
}

const isAliveBefore = (from: number, changes: ReadonlyMap<string, readonly Change[]>): boolean =>
  [...changes.values()].some((some) => some.some(({ at }) => at.getTime() <= from));

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
