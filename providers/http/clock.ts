/** Time and chance, handed in so that tests own both. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** 0 up to 1. */
  random(): number;
}

/** The vendor's time, as its answers date themselves: what its objects are made and end by, whatever this machine's clock says. */
export class VendorClock {
  readonly #clock: Pick<Clock, "now">;
  #aheadMs = 0;
  #begunAt: number | undefined;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** Takes in an answer that has just arrived. */
  answered(headers: Headers): void {
    const date = Date.parse(headers.get("date") ?? "");
    // It says whole seconds, so the two may differ by one, and by the time that the answer took.
    if (Number.isNaN(date)) return;
    this.#aheadMs = date - this.#clock.now();
    this.#begunAt ??= date;
  }

  /** The date of its first answer. */
  begunAt(): number | undefined {
    return this.#begunAt;
  }

  /** Milliseconds since 1970; this machine's own while nothing was answered. */
  now(): number {
    return this.#clock.now() + this.#aheadMs;
  }
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};
