import pLimit, { type LimitFunction } from "p-limit";
import type { Clock } from "./clock.ts";
import type { Pacer, RateLimit } from "./pacing.ts";

interface QueueOptions {
  /** How many requests may be open at once. */
  readonly concurrency: number;
  /** As people write it. */
  readonly vendor: string;
  readonly pacer: Pacer;
  readonly clock: Clock;
  /** Told of long waits, for people to read. */
  readonly notice: (line: string) => void;
}

/** A wait worth a line in the log. */
export const NOTICEABLE_MS = 5_000;

/** A line stands for this long at the most: CI systems end what is silent for ten minutes. */
const STANDS_MS = 5 * 60_000;

/** The requests of one route, first come, first served. Says for what they wait, how long and until when. */
export class Queue {
  readonly #lane: string;
  readonly #options: QueueOptions;
  /** No more are booked than can be open: each of those that are sent after a first refusal is refused as well. */
  readonly #turn: LimitFunction;
  #waiting = 0;
  #open = 0;
  #saidUntil = 0;

  /** @param lane method and route template, e.g. `GET /organizations/{id}` */
  constructor(lane: string, options: QueueOptions) {
    this.#lane = lane;
    this.#options = options;
    this.#turn = pLimit(options.concurrency);
  }

  /**
   * Sends one request as soon as its route lets it pass.
   * @param mayWait told of each wait before it begins; throws to leave the queue
   * @param send told when the request was booked; answers `undefined` for one that was refused, which keeps its place
   */
  async pass<Answer>(
    mayWait: (waitMs: number) => void,
    send: (bookedAt: number) => Promise<Answer | undefined>,
  ): Promise<Answer> {
    this.#waiting++;
    return this.#turn(async () => {
      for (;;) {
        const bookedAt = await this.#booked(mayWait).finally(() => this.#waiting--);
        this.#open++;
        const answer = await send(bookedAt).finally(() => this.#open--);
        if (answer === undefined) this.#waiting++;
        this.#tell();
        if (answer !== undefined) return answer;
      }
    });
  }

  async #booked(mayWait: (waitMs: number) => void): Promise<number> {
    const { clock, pacer } = this.#options;
    for (;;) {
      const now = clock.now();
      const waitMs = pacer.claim(this.#lane, now);
      if (waitMs === 0) return now;
      mayWait(waitMs);
      this.#tell();
      await clock.sleep(waitMs);
    }
  }

  /** A line stands until the time that it names has come: only then there is something new to say. */
  #tell(): void {
    const { vendor, clock, pacer, notice } = this.#options;
    const now = clock.now();
    const isHeldBack = this.#waiting > 0 && pacer.waitOf(1, this.#lane, now) > 0;
    // What is open may teach another limit.
    if (!isHeldBack || this.#open > 0 || now < this.#saidUntil) return;
    const waitMs = pacer.waitOf(this.#waiting, this.#lane, now);
    if (waitMs < NOTICEABLE_MS) return;
    this.#saidUntil = now + Math.min(waitMs, STANDS_MS);
    const limit = pacer.limitOf(this.#lane);
    const until = new Date(now + waitMs).toISOString().slice(11, 19);
    const what = this.#waiting === 1 ? "a request" : `${this.#waiting} requests so far`;
    const limits = `that ${vendor} limits${limit ? ` to ${spoken(limit)}` : ""}`;
    notice(`waiting ${duration(waitMs)}, until ${until} UTC, for ${what} ${limits}: ${this.#lane}`);
  }
}

/** E.g. `10 a minute`. */
const spoken = ({ requests, windowMs }: RateLimit): string =>
  Math.round(windowMs / 1000) === 60 ? `${requests} a minute` : `${requests} in ${windowMs / 1000} s`;

/** E.g. `29 min 5 s`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? `${rest} s` : `${minutes} min${rest === 0 ? "" : ` ${rest} s`}`;
}
