/** So many requests may start within any stretch of `windowMs`. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

interface Lane {
  limit: RateLimit | undefined;
  /** When the latest requests started, oldest first; only as long as they matter. */
  readonly started: number[];
  pausedUntil: number;
}

/** What a vendor that answers 429 without a word is taken to mean: so many a minute (measured at OpenAI's admin API). */
const SILENT_WINDOW_MS = 60_000;

/** A silent vendor is never taken to allow less than this in a minute; the least measured at OpenAI's admin API was 7. */
const LEAST_LEARNED = 6;

/**
 * When the next request of a route may start. One lane per route template, since that is what vendors count.
 * Starts from documented limits and learns from every 429; holds no timer and sends nothing.
 */
export class Pacer {
  readonly #documented: (route: string) => RateLimit | undefined;
  readonly #lanes = new Map<string, Lane>();
  #allPausedUntil = 0;

  constructor(documented: (route: string) => RateLimit | undefined) {
    this.#documented = documented;
  }

  /**
   * Milliseconds to wait before this route's next request, 0 when it may start now. At 0 the start is booked,
   * otherwise ask again after the wait: something slower may have been learned meanwhile.
   */
  claim(route: string, now: number): number {
    const lane = this.#lane(route);
    const paused = Math.max(lane.pausedUntil, this.#allPausedUntil) - now;
    if (paused > 0) return paused;
    const windowMs = lane.limit?.windowMs ?? SILENT_WINDOW_MS;
    while (lane.started[0] !== undefined && lane.started[0] <= now - windowMs) lane.started.shift();
    if (lane.limit && lane.started.length >= lane.limit.requests) {
      return (lane.started[lane.started.length - lane.limit.requests] ?? now) + windowMs - now;
    }
    lane.started.push(now);
    return 0;
  }

  /**
   * Takes in a 429. With a wait, the vendor speaks for the whole credential: everything pauses that long.
   * Without one, only this route does, until the requests that filled its minute have left it; as many as went
   * through in that minute are what it allows from now on.
   */
  throttled(route: string, now: number, requestedWaitMs: number | undefined): void {
    const lane = this.#lane(route);
    if (requestedWaitMs !== undefined) {
      this.#allPausedUntil = Math.max(this.#allPausedUntil, now + requestedWaitMs);
      return;
    }
    // The request that was refused does not count among those that went through.
    lane.started.pop();
    const wentThrough = lane.started.filter((at) => at > now - SILENT_WINDOW_MS).length;
    // An earlier run may have used up the minute, so a low count proves little.
    const allowed = Math.min(Math.max(wentThrough, LEAST_LEARNED), lane.limit?.requests ?? Number.POSITIVE_INFINITY);
    lane.limit = { requests: allowed, windowMs: SILENT_WINDOW_MS };
    lane.pausedUntil = Math.max(lane.pausedUntil, (lane.started[0] ?? now) + SILENT_WINDOW_MS, now + 1000);
  }

  /** What is known of this route's limit: documented, learned, or nothing. */
  limitOf(route: string): RateLimit | undefined {
    return this.#lane(route).limit;
  }

  #lane(route: string): Lane {
    let lane = this.#lanes.get(route);
    if (!lane) {
      lane = { limit: this.#documented(route), started: [], pausedUntil: 0 };
      this.#lanes.set(route, lane);
    }
    return lane;
  }
}
