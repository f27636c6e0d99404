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

const DAY_MS = 24 * 3_600_000;

/** How much further back a reading goes than it must, once there was one: so there are few, whenever objects were looked at. */
const GROWTH = 1.5;

/** A change feed, read as far back as it was asked for. Whoever asks at the same time, or for later, shares the reading. */
export class Feed implements ChangeFeed {
  readonly #ask: (question: FeedQuestion) => Promise<Answer>;
  readonly #events: readonly string[];
  readonly #keptMs: number;
  readonly #clock: Pick<VendorClock, "begunAt" | "now">;
  readonly #changes = new Map<string, Change>();
  readonly #asked = new Set<number>();
  #earliest = Number.POSITIVE_INFINITY;
  /** From then on everything is known. */
  #knownFrom = Number.POSITIVE_INFINITY;
  #failure: { readonly from: number; readonly told: Unproven } | undefined;
  #reading: Promise<void> | undefined;
  #told: { readonly changes: ReadonlyMap<string, readonly Change[]> } | undefined;

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
    if (from < this.#now - this.#keptMs)
      return { unproven: `events are kept for ${Math.round(this.#keptMs / DAY_MS)} days only`, isMended: true };
    while (from < this.#knownFrom) {
      // What failed for another reason than its length is not tried again for each object.
      if (this.#failure && (from <= this.#failure.from || !this.#failure.told.isMended)) return this.#failure.told;
      this.#asked.add(from);
      this.#reading ??= this.#readOn();
      await this.#reading;
    }
    this.#told ??= { changes: Map.groupBy(this.#changes.values(), ({ event }) => event) };
    // A log that was switched on later says nothing of what was before: its silence is worth something after its first word.
    if (!this.#isAliveBefore(from)) return { unproven: unheard(from), isMended: this.#changes.size > 0 };
    return this.#told;
  }

  /** Milliseconds since 1970, when this run began. */
  get #now(): number {
    return this.#clock.begunAt() ?? this.#clock.now();
  }

  #isAliveBefore(from: number): boolean {
    return this.#earliest <= from;
  }

  async #readOn(): Promise<void> {
    // Whoever asks at the same time is heard first.
    await new Promise(setImmediate);
    const tooFar = this.#failure?.from ?? Number.NEGATIVE_INFINITY;
    const needed = Math.min(...[...this.#asked].filter((from) => from > tooFar));
    const until = this.#knownFrom === Number.POSITIVE_INFINITY ? undefined : this.#knownFrom;
    const generous = until === undefined ? needed : Math.min(needed, this.#now - GROWTH * (this.#now - until));
    const from = generous > tooFar ? Math.max(generous, this.#now - this.#keptMs) : needed;
    this.#asked.clear();
    try {
      const told = (await this.#read(from, until)) ?? (await this.#askBefore(from));
      if (told) this.#failure = { from, told };
      else this.#knownFrom = from;
    } catch (error) {
      const unproven = error instanceof VendorError ? error.message : "its answer cannot be read";
      this.#failure = { from, told: { unproven, isMended: false } };
    }
    this.#told = undefined;
    this.#reading = undefined;
  }

  /** An event from before, where there is none yet: it shows that there were events to be had then. */
  async #askBefore(until: number): Promise<undefined> {
    if (this.#isAliveBefore(until)) return;
    const question = { events: this.#events, from: this.#now - this.#keptMs, until, limit: 1 };
    for (const change of (await this.#ask(question)).changes) this.#takeIn(change);
  }

  #takeIn(change: Change): void {
    this.#changes.set(change.id, change);
    this.#earliest = Math.min(this.#earliest, change.at.getTime());
  }

  /** Takes in everything of that time; or answers why it is not certain that it is everything. */
  async #read(from: number, until: number | undefined): Promise<Unproven | undefined> {
    const wanted = new Set(this.#events);
    const cursors = new Set<string>();
    const order = new Order();
    let after: string | undefined;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const answer = await this.#ask({ events: this.#events, from, ...(until !== undefined && { until }), after });
      const undated = answer.changes.find(({ id, at }) => !id || Number.isNaN(at.getTime()));
      if (undated)
        return { unproven: `${undated.event} does not say which one it is, or when it was`, isMended: false };
      for (const change of answer.changes) {
        order.next(change.at.getTime());
        // What was not asked for proves nothing of what was.
        if (wanted.has(change.event)) this.#takeIn(change);
      }
      if (answer.next === undefined || order.isPast(from, until)) return undefined;
      if (cursors.has(answer.next)) return { unproven: "its cursor does not move", isMended: false };
      cursors.add(answer.next);
      after = answer.next;
    }
    return { unproven: `there are more events than ${MAX_PAGES} pages since ${iso(from)}`, isMended: true };
  }
}

type Unproven = Extract<Told, { readonly unproven: string }>;

/** Which way a list goes, as its moments show: that one was asked for says nothing. */
class Order {
  #last = 0;
  #earliest = Number.POSITIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;
  #rises = false;
  #falls = false;

  next(at: number): void {
    this.#rises ||= at > this.#earliest + JITTER_MS;
    this.#falls ||= at < this.#latest - JITTER_MS;
    this.#earliest = Math.min(this.#earliest, at);
    this.#latest = Math.max(this.#latest, at);
    this.#last = at;
  }

  /** Whether nothing of that time can follow. A list of no order is read to its end. */
  isPast(from: number, until = Number.POSITIVE_INFINITY): boolean {
    if (this.#falls === this.#rises) return false;
    return this.#falls ? this.#last < from - JITTER_MS : this.#last > until + JITTER_MS;
  }
}

const unheard = (from: number): string => `nothing shows that events were kept before ${iso(from)}`;

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
