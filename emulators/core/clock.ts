/**
 * The time an emulator lives in. It runs with real time from wherever it was moved to, until it is stopped; timestamps,
 * expiries, event retention, rate windows and the `Date` header all read it.
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

  /** Moves the clock to a moment, forwards or backwards. It keeps running, unless it was stopped. */
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

  reset(): void {
    this.#stoppedAtMs = undefined;
    this.#offsetMs = this.#startAt === undefined ? 0 : this.#startAt.getTime() - Date.now();
  }
}
