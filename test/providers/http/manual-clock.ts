import type { Clock } from "../../../providers/http/clock.ts";

/** A clock that stands still until somebody sleeps, and then jumps: what was slept is what is asserted. */
export class ManualClock implements Clock {
  #now: number;
  readonly slept: number[] = [];
  /** What `random()` gives: 0 takes nothing off a backoff. */
  chance = 0;

  constructor(now = Date.UTC(2026, 4, 4, 12)) {
    this.#now = now;
  }

  now = (): number => this.#now;

  sleep = async (ms: number): Promise<void> => {
    this.slept.push(ms);
    this.#now += ms;
  };

  random = (): number => this.chance;

  advance(ms: number): void {
    this.#now += ms;
  }
}
