/**
 * The emulator's time. It can be set, and runs on with real time from there until it is stopped. Timestamps,
 * expiries, event retention, rate limits and the `Date` header use it.
 */
export class EmulatorClock {
  readonly #startAt: Date | undefined;
  #offsetMs = 0;
  #stoppedAtMs: number | undefined;

  /** @param startAt where the clock begins; default is the present. */
  constructor(startAt?: Date) {
    this.#startAt = startAt;
    this.reset();
  }

  now(): Date {
    return new Date(this.#stoppedAtMs ?? Date.now() + this.#offsetMs);
  }

  get stopped(): boolean {
    return this.#stoppedAtMs !== undefined;
  }

  /** Sets the clock, forwards or backwards. It runs on from there, unless it was stopped. */
  set(to: Date | string): void {
    const ms = new Date(to).getTime();
    if (Number.isNaN(ms)) throw new RangeError(`not a moment in time: ${String(to)}`);
    this.advance(ms - this.now().getTime());
  }

  advance(ms: number): void {
    const target = this.now().getTime() + ms;
    // Dates end 100 million days from the epoch, and WorkOS's ids hold 48 bits of milliseconds.
    if (!(target >= 0 && target < 2 ** 48)) throw new RangeError(`the clock cannot be moved by ${ms} ms`);
    if (this.#stoppedAtMs === undefined) this.#offsetMs += ms;
    else this.#stoppedAtMs = target;
  }

  stop(): void {
    this.#stoppedAtMs ??= Date.now() + this.#offsetMs;
  }

  run(): void {
    if (this.#stoppedAtMs === undefined) return;
    this.#offsetMs = this.#stoppedAtMs - Date.now();
    this.#stoppedAtMs = undefined;
  }

  /** Begins anew, and runs. @param make makes what is there from the first moment on, so the clock stands still meanwhile */
  reset(make: () => void = () => {}): void {
    this.#stoppedAtMs = this.#startAt?.getTime() ?? Date.now();
    make();
    this.run();
  }
}
