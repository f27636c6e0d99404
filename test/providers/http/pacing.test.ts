import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Pacer, type RateLimit } from "../../../providers/http/pacing.ts";

const undocumented = () => new Pacer(() => undefined);

describe("a documented limit", () => {
  const limits = fc.record({ requests: fc.integer({ min: 1, max: 8 }), windowMs: fc.integer({ min: 1, max: 500 }) });
  const arrivals = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 60 });

  test("however requests come, no window holds more starts than it allows", () => {
    fc.assert(
      fc.property(limits, arrivals, (limit, gaps) => {
        const starts = startsOf(limit, gaps);
        for (const from of starts) {
          const within = starts.filter((at) => at >= from && at < from + limit.windowMs);
          expect(within.length).toBeLessThanOrEqual(limit.requests);
        }
      }),
    );
  });

  test("and none waits longer than it must: after the wait it may start", () => {
    fc.assert(
      fc.property(limits, arrivals, (limit, gaps) => {
        const pacer = new Pacer(() => limit);
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const wait = pacer.claim("GET /a", now);
          now += wait;
          if (wait > 0) expect(pacer.claim("GET /a", now)).toBe(0);
          expect(wait).toBeLessThanOrEqual(limit.windowMs);
        }
      }),
    );
  });

  test("counts for its own route only", () => {
    const pacer = new Pacer((route) => (route === "GET /a" ? { requests: 1, windowMs: 1000 } : undefined));
    expect([pacer.claim("GET /a", 0), pacer.claim("GET /a", 0), pacer.claim("GET /b", 0)]).toEqual([0, 1000, 0]);
  });

  /** When each of the requests starts that come `gaps` apart and wait as they are told. */
  function startsOf(limit: RateLimit, gaps: readonly number[]): number[] {
    const pacer = new Pacer(() => limit);
    const starts: number[] = [];
    let arrival = 0;
    const waiting: number[] = [];
    for (const gap of gaps) {
      arrival += gap;
      waiting.push(arrival);
    }
    // Whoever may ask earliest asks next, as timers would have it.
    while (waiting.length > 0) {
      waiting.sort((a, b) => a - b);
      const now = waiting.shift() as number;
      const wait = pacer.claim("GET /a", now);
      if (wait === 0) starts.push(now);
      else waiting.push(now + wait);
    }
    return starts;
  }
});

describe("a 429 that says how long", () => {
  test("pauses every route that long, and teaches no limit", () => {
    const pacer = undocumented();
    pacer.claim("GET /a", 0);
    pacer.throttled("GET /a", 100, 5000);
    expect(pacer.claim("GET /a", 100)).toBe(5000);
    expect(pacer.claim("GET /b", 1100)).toBe(4000);
    expect(pacer.claim("GET /b", 5100)).toBe(0);
    expect(pacer.limitOf("GET /a")).toBeUndefined();
  });

  test("never shortens a pause that another one asked for", () => {
    const pacer = undocumented();
    pacer.throttled("GET /a", 0, 9000);
    pacer.throttled("GET /a", 0, 1000);
    expect(pacer.claim("GET /a", 0)).toBe(9000);
  });
});

describe("a 429 that says nothing", () => {
  test("a burst of 10 of which 7 go through teaches 7 a minute", () => {
    const pacer = undocumented();
    for (let request = 0; request < 10; request++) expect(pacer.claim("GET /a", request)).toBe(0);
    for (let refused = 0; refused < 3; refused++) pacer.throttled("GET /a", 50, undefined);
    expect(pacer.limitOf("GET /a")).toEqual({ requests: 7, windowMs: 60_000 });
    expect(pacer.claim("GET /a", 50)).toBe(60_000 - 50);
  });

  test("whatever the burst and however much is allowed, that is learned and kept to, but never less than 6", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (allowed, refused) => {
        const pacer = undocumented();
        for (let request = 0; request < allowed + refused; request++) pacer.claim("GET /a", 0);
        for (let answer = 0; answer < refused; answer++) pacer.throttled("GET /a", 10, undefined);
        // A minute that an earlier run used up lets through less than the vendor allows.
        const learned = Math.max(allowed, 6);
        expect(pacer.limitOf("GET /a")?.requests).toBe(learned);
        let started = 0;
        while (pacer.claim("GET /a", 60_000) === 0) started++;
        expect(started).toBe(learned);
      }),
    );
  });

  test("holds only its own route", () => {
    const pacer = undocumented();
    pacer.claim("GET /a", 0);
    pacer.throttled("GET /a", 0, undefined);
    expect(pacer.claim("GET /b", 0)).toBe(0);
    expect(pacer.claim("GET /a", 0)).toBeGreaterThan(0);
  });

  test("never teaches more than was known", () => {
    const pacer = new Pacer(() => ({ requests: 2, windowMs: 60_000 }));
    pacer.claim("GET /a", 0);
    pacer.claim("GET /a", 0);
    pacer.throttled("GET /a", 10, undefined);
    expect(pacer.limitOf("GET /a")).toEqual({ requests: 2, windowMs: 60_000 });
  });

  test("waits at least a second, even where nothing of ours fills the minute", () => {
    const pacer = undocumented();
    pacer.claim("GET /a", 0);
    pacer.throttled("GET /a", 59_900, undefined);
    expect(pacer.claim("GET /a", 59_900)).toBeGreaterThanOrEqual(1000);
  });
});
