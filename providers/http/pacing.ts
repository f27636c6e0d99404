/** So many requests may start within any stretch of `windowMs`. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/** What a vendor taught about a route by refusing requests without a word. */
export interface Learned {
  /** So many went through in a minute. */
  readonly requests: number;
  /** When it last refused one. Milliseconds since 1970. */
  readonly refusedAt: number;
  /** When the requests of the last minute went through, oldest first. */
  readonly started: readonly number[];
}

/** Where what was learned is kept for the next run. */
export interface LearnedLimits {
  /** `undefined` where nothing is known, or nothing that is still worth anything. */
  recall(route: string, now: number): Learned | undefined;
  keep(route: string, learned: Learned): void;
}

interface Lane {
  readonly documented: RateLimit | undefined;
  /** From refusals without a word. Kept to beside what is documented, which may speak of another stretch of time. */
  learned: RateLimit | undefined;
  /** When the last requests went through, oldest first; only as long as they matter. Of the open ones: when they were sent. */
  readonly started: number[];
  /** How many of them are not answered yet. */
  open: number;
  pausedUntil: number;
  /** When the vendor last refused a request without a word; `undefined` if it never did. */
  refusedAt: number | undefined;
  /** When a request last ended otherwise than by a 429, be it without an answer: it was not the limit that ended it. */
  passedAt: number;
}

/**
 * What a vendor that answers 429 without a word is taken to mean: so many a minute (measured at OpenAI's admin API). And a
 * quarter of a second for what it rounds: one request that comes too soon would teach a lower limit.
 */
const SILENT_WINDOW_MS = 60_250;

/** A silent vendor is never taken to allow less than this in a minute; the least measured at OpenAI's admin API was 7. */
const LEAST_LEARNED = 6;

/**
 * How long after a refusal one request more than was learned is tried, one at a time. That costs a refusal or two every five
 * minutes, and no time: what is refused would have waited.
 */
const KEPT_TO_MS = 5 * 60_000;

/**
 * When the next request of a route may start. One lane per route template, since that is what vendors count.
 * Starts from documented limits, or from what an earlier run has learned, and learns from every 429; holds no timer and
 * sends nothing.
 */
export class Pacer {
  readonly #documented: (route: string) => RateLimit | undefined;
  readonly #learned: LearnedLimits | undefined;
  readonly #lanes = new Map<string, Lane>();
  #allPausedUntil = 0;

  /** @param learned what other runs know, and are to know. @default nothing */
  constructor(documented: (route: string) => RateLimit | undefined, learned?: LearnedLimits) {
    this.#documented = documented;
    this.#learned = learned;
  }

  /**
   * Milliseconds to wait before this route's next request, 0 when it may start now. At 0 the start is booked,
   * otherwise ask again after the wait: something slower may have been learned meanwhile.
   */
  claim(route: string, now: number): number {
    const wait = this.waitOf(1, route, now);
    if (wait > 0) return wait;
    const lane = this.#lane(route, now);
    lane.started.push(now);
    lane.open++;
    return 0;
  }

  /** Milliseconds before the last of so many requests of this route may start, if the vendor allows what it is known to. */
  waitOf(count: number, route: string, now: number): number {
    const { documented, learned, started, pausedUntil } = this.#lane(route, now);
    const matterMs = Math.max(SILENT_WINDOW_MS, documented?.windowMs ?? 0);
    while (started[0] !== undefined && started[0] <= now - matterMs) started.shift();
    const paused = Math.max(pausedUntil, this.#allPausedUntil, now) - now;
    const waits = [documented, learned].map((limit) => {
      if (!limit) return paused;
      // Each may start when the one before it by as many as are allowed leaves the window.
      const [before, rounds] = [(count - 1) % limit.requests, Math.floor((count - 1) / limit.requests)];
      const leaving = started[started.length - limit.requests + before];
      const first = leaving === undefined ? 0 : leaving + limit.windowMs - now;
      return Math.max(paused, first) + rounds * limit.windowMs;
    });
    return Math.max(...waits);
  }

  /** Takes back a booking: the request was not sent. */
  unsent(route: string, startedAt: number): void {
    const lane = this.#lanes.get(route);
    if (lane) close(lane, startedAt);
  }

  /**
   * Takes in any other answer than 429, and that there is none. The vendor counted the request at some time since its start,
   * so it fills its window from now on: no delay on the way brings one more into a window than is allowed.
   * @param startedAt when it was booked
   */
  answered(route: string, startedAt: number, now: number): void {
    const lane = this.#lane(route, now);
    close(lane, startedAt);
    lane.started.push(now);
    lane.passedAt = now;
    const { learned, refusedAt } = lane;
    if (!learned || refusedAt === undefined) return;
    // The vendor may allow more by now, or somebody else had used up the minute from which this was learned.
    const isFull = minuteBefore(now, lane).length - lane.open >= learned.requests;
    if (isFull && now - refusedAt >= KEPT_TO_MS) lane.learned = silent(lane, learned.requests + 1);
    this.#keep(route, now, lane);
  }

  /**
   * Takes in a 429. With a wait, the vendor speaks for the whole credential: everything pauses that long.
   * Without one, only this route does, until the requests that filled its minute have left it; as many as went
   * through in that minute are what it allows from now on.
   * @param startedAt when it was booked
   */
  throttled(route: string, startedAt: number, now: number, requestedWaitMs: number | undefined): void {
    const lane = this.#lane(route, now);
    // The request that was refused does not count among those that went through.
    close(lane, startedAt);
    if (requestedWaitMs !== undefined) {
      this.#allPausedUntil = Math.max(this.#allPausedUntil, now + requestedWaitMs);
      return;
    }
    const minute = minuteBefore(now, lane);
    // Somebody else with the same account may have used up the minute, so a low count proves little.
    const allowed = Math.max(minute.length, LEAST_LEARNED);
    lane.learned = silent(lane, Math.min(allowed, lane.learned?.requests ?? Number.POSITIVE_INFINITY));
    lane.refusedAt = now;
    const [oldest] = minute;
    // Where nothing of ours filled the minute, nobody knows when it ends.
    const endsAt = oldest === undefined ? now + SILENT_WINDOW_MS / LEAST_LEARNED : oldest + SILENT_WINDOW_MS;
    lane.pausedUntil = Math.max(lane.pausedUntil, endsAt, now + 1000);
    this.#keep(route, now, lane);
  }

  /** What is known of this route's limit: learned, documented, or nothing. */
  limitOf(route: string): RateLimit | undefined {
    return this.#lanes.get(route)?.learned ?? this.#documented(route);
  }

  /** When a request of this route last ended otherwise than by a 429, be it without an answer; 0 if none has yet. */
  passedAt(route: string): number {
    return this.#lanes.get(route)?.passedAt ?? 0;
  }

  #keep(route: string, now: number, lane: Lane): void {
    const { learned, refusedAt } = lane;
    if (!learned || refusedAt === undefined) return;
    this.#learned?.keep(route, { requests: learned.requests, refusedAt, started: minuteBefore(now, lane) });
  }

  #lane(route: string, now: number): Lane {
    let lane = this.#lanes.get(route);
    if (!lane) {
      const known = this.#learned?.recall(route, now);
      const documented = this.#documented(route);
      lane = {
        documented,
        learned: known && silent({ documented }, known.requests),
        started: [...(known?.started ?? [])],
        open: 0,
        pausedUntil: 0,
        refusedAt: known?.refusedAt,
        passedAt: 0,
      };
      this.#lanes.set(route, lane);
    }
    return lane;
  }
}

/** So many a minute; never more than the documented limit comes to. */
function silent({ documented }: Pick<Lane, "documented">, requests: number): RateLimit {
  const most = documented ? (documented.requests * SILENT_WINDOW_MS) / documented.windowMs : Number.POSITIVE_INFINITY;
  return { requests: Math.max(1, Math.floor(Math.min(requests, most))), windowMs: SILENT_WINDOW_MS };
}

/** When the requests of the minute before a moment, and since, went through. */
const minuteBefore = (now: number, { started }: Lane): number[] => started.filter((at) => at > now - SILENT_WINDOW_MS);

/** Takes out an open request. */
function close(lane: Lane, startedAt: number): void {
  const index = lane.started.lastIndexOf(startedAt);
  if (index >= 0) lane.started.splice(index, 1);
  lane.open = Math.max(0, lane.open - 1);
}
