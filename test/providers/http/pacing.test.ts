import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RateLimits } from "../../../emulators/core/rate-limits.ts";
import { type Learned, type LearnedLimits, Pacer, type RateLimit } from "../../../providers/http/pacing.ts";

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

  test("counts a request from its answer on: the vendor may have counted it as late as that", () => {
    const pacer = new Pacer(() => ({ requests: 2, windowMs: 1000 }));
    pacer.claim("GET /a", 0);
    pacer.claim("GET /a", 10);
    expect(pacer.claim("GET /a", 20)).toBe(980);
    pacer.answered("GET /a", 0, 700);
    expect(pacer.claim("GET /a", 700)).toBe(310);
    pacer.answered("GET /a", 10, 720);
    expect(pacer.claim("GET /a", 1000)).toBe(700);
    expect(pacer.claim("GET /a", 1700)).toBe(0);
    expect(pacer.claim("GET /a", 1700)).toBe(20);
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
    pacer.throttled("GET /a", 0, 100, 5000);
    expect(pacer.claim("GET /a", 100)).toBe(5000);
    expect(pacer.claim("GET /b", 1100)).toBe(4000);
    expect(pacer.claim("GET /b", 5100)).toBe(0);
    expect(pacer.limitOf("GET /a")).toBeUndefined();
  });

  test("never shortens a pause that another one asked for", () => {
    const pacer = undocumented();
    pacer.throttled("GET /a", 0, 0, 9000);
    pacer.throttled("GET /a", 0, 0, 1000);
    expect(pacer.claim("GET /a", 0)).toBe(9000);
  });
});

describe("a 429 that says nothing", () => {
  test("a burst of 10 of which 7 go through teaches 7 a minute", () => {
    const pacer = undocumented();
    for (let request = 0; request < 10; request++) expect(pacer.claim("GET /a", request)).toBe(0);
    for (let refused = 7; refused < 10; refused++) pacer.throttled("GET /a", refused, 50, undefined);
    expect(pacer.limitOf("GET /a")).toEqual({ requests: 7, windowMs: 60_250 });
    expect(pacer.claim("GET /a", 50)).toBe(60_250 - 50);
  });

  test("whatever the burst and however much is allowed, that is learned and kept to, but never less than 6", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (allowed, refused) => {
        const pacer = undocumented();
        for (let request = 0; request < allowed + refused; request++) pacer.claim("GET /a", 0);
        for (let answer = 0; answer < refused; answer++) pacer.throttled("GET /a", 0, 10, undefined);
        // A minute that an earlier run used up lets through less than the vendor allows.
        const learned = Math.max(allowed, 6);
        expect(pacer.limitOf("GET /a")?.requests).toBe(learned);
        let started = 0;
        while (pacer.claim("GET /a", 60_250) === 0) started++;
        expect(started).toBe(learned);
      }),
    );
  });

  test("holds only its own route", () => {
    const pacer = undocumented();
    pacer.claim("GET /a", 0);
    pacer.throttled("GET /a", 0, 0, undefined);
    expect(pacer.claim("GET /b", 0)).toBe(0);
    expect(pacer.claim("GET /a", 0)).toBeGreaterThan(0);
  });

  test("never teaches more than was known", () => {
    const pacer = new Pacer(() => ({ requests: 2, windowMs: 60_000 }));
    pacer.claim("GET /a", 0);
    pacer.claim("GET /a", 0);
    pacer.throttled("GET /a", 0, 10, undefined);
    expect(pacer.limitOf("GET /a")).toEqual({ requests: 2, windowMs: 60_250 });
  });

  describe("on a route of which another stretch of time is documented", () => {
    const tenSeconds = { requests: 100, windowMs: 10_000 };

    /** Sends all that may start at every tenth second. */
    function keepBusy(pacer: Pacer, from: number, to: number): void {
      for (let at = from; at < to; at += 10_000)
        while (pacer.claim("GET /a", at) === 0) pacer.answered("GET /a", at, at);
    }

    /** One that has sent as many as are documented for a minute, of which the vendor then refuses one. */
    function refused(disk?: LearnedLimits): Pacer {
      const pacer = new Pacer(() => tenSeconds, disk);
      keepBusy(pacer, 0, 60_000);
      expect(pacer.claim("GET /a", 60_000)).toBe(0);
      pacer.throttled("GET /a", 60_000, 60_100, undefined);
      return pacer;
    }

    test("teaches what went through in the whole minute, also the next run", () => {
      const disk = memory();
      expect(refused(disk).limitOf("GET /a")).toEqual({ requests: 600, windowMs: 60_250 });
      expect(disk.recall("GET /a", 0)).toMatchObject({ requests: 600, started: { length: 600 } });
    });

    test("and what is documented is kept to all the same", () => {
      const pacer = refused();
      for (let request = 0; request < 100; request++) expect(pacer.claim("GET /a", 200_000)).toBe(0);
      expect(pacer.claim("GET /a", 200_000)).toBe(10_000);
    });

    test("and what was learned too low grows to what is documented for a minute and no further", () => {
      const pacer = new Pacer(() => tenSeconds, memory({ requests: 100, refusedAt: 0, started: [] }));
      keepBusy(pacer, 600_000, 900_000);
      expect(pacer.limitOf("GET /a")).toEqual({ requests: 602, windowMs: 60_250 });
    });
  });

  test("waits at least a second, even where nothing of ours fills the minute", () => {
    const pacer = undocumented();
    pacer.claim("GET /a", 0);
    pacer.throttled("GET /a", 0, 59_900, undefined);
    expect(pacer.claim("GET /a", 59_900)).toBeGreaterThanOrEqual(1000);
  });
});

describe("a vendor that refuses without a word, and has a bucket for each route", () => {
  /** Sends so many requests of one route, a few at a time, on a way that takes up to two seconds. */
  function play(
    pacer: Pacer,
    { limits, delays, count, from = 0 }: Scene,
  ): { readonly endsAt: number; refused: number[] } {
    let [now, open, nextDelay] = [from, 0, 0];
    const delay = () => delays[nextDelay++ % delays.length] as number;
    const waiting = Array.from({ length: count }, () => "GET /a");
    const refused: number[] = [];
    const events: { readonly at: number; readonly happen: () => void }[] = [];
    const later = (ms: number, happen: () => void) => events.push({ at: now + ms, happen });
    let wakesAt = -1;
    const sendSome = () => {
      while (waiting.length > 0 && open < 4) {
        const wait = pacer.claim("GET /a", now);
        if (wait > 0) {
          if (wakesAt <= now) {
            wakesAt = now + wait;
            later(wait, () => {});
          }
          return;
        }
        const [route = "", bookedAt] = [waiting.shift(), now];
        open++;
        later(delay(), () => {
          const isRefused = limits.take("GET", "/a", new Date(now)) > 0;
          later(delay(), () => {
            open--;
            if (!isRefused) return pacer.answered(route, bookedAt, now);
            refused.push(now);
            pacer.throttled(route, bookedAt, now, undefined);
            waiting.push(route);
          });
        });
      }
    };
    for (sendSome(); events.length > 0; sendSome()) {
      events.sort((a, b) => a.at - b.at);
      const { at, happen } = events.shift() as (typeof events)[number];
      now = at;
      happen();
    }
    return { endsAt: now, refused };
  }

  interface Scene {
    readonly limits: RateLimits;
    readonly delays: readonly number[];
    readonly count: number;
    readonly from?: number;
  }

  const bucket = (capacity: number) => new RateLimits([{ capacity, perSeconds: 60 }]);
  const floorMs = (count: number, capacity: number) => (count / capacity - 1) * 60_000;
  const delays = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 5, maxLength: 20 });

  test("300 requests take at most 1.2 times what its limit makes inevitable, and few are refused", () => {
    let all = 0;
    let few = 0;
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 20 }), delays, (capacity, delays) => {
        const { endsAt, refused } = play(undocumented(), { limits: bucket(capacity), delays, count: 300 });
        expect(endsAt).toBeLessThanOrEqual(1.2 * floorMs(300, capacity));
        expect(refused.length).toBeLessThanOrEqual(30);
        all += refused.length;
        // Those that were under way at the first refusal. Then one in five minutes; and some more where a slow burst let the
        // bucket fill up a little meanwhile, so that more passed in one minute than pass in the next. A single play may have
        // more than that, once in some thousands.
        few += 4 * Math.ceil(1 + endsAt / 300_000);
      }),
    );
    expect(all).toBeLessThanOrEqual(few);
  });

  test("what one run has learned the next one keeps to from its first request, also within the same minute", () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 20 }), delays, (capacity, delays) => {
        const [disk, limits] = [memory(), bucket(capacity)];
        const before = play(new Pacer(() => undefined, disk), { limits, delays, count: 60 });
        const from = before.endsAt + 1000;
        const after = play(new Pacer(() => undefined, disk), { limits, delays, count: 60, from });
        // A slow burst had let the bucket fill up a little, so that a few more were learned than pass in each minute.
        expect(after.refused.filter((at) => at < from + 60_000).length).toBeLessThanOrEqual(4);
        // The minute that the first run has used up, those of its own, and the time on the way.
        expect(after.endsAt - from).toBeLessThanOrEqual((1 + Math.ceil(60 / capacity)) * 1.05 * 60_000);
      }),
    );
  });

  test("a limit that was learned too low, since somebody else had used up the minute, is found within seven minutes", () => {
    const [disk, limits] = [memory(), bucket(20)];
    disk.keep("GET /a", { requests: 6, refusedAt: 0, started: [] });
    play(new Pacer(() => undefined, disk), { limits, delays: [40], count: 60 });
    expect(disk.recall("GET /a", 0)?.requests).toBe(20);
    const { endsAt } = play(new Pacer(() => undefined, memory({ requests: 6, refusedAt: 0, started: [] })), {
      ...{ limits: bucket(20), delays: [40], count: 30 + 20 + 20 },
    });
    expect(endsAt).toBeLessThan(7 * 60_000);
  });

  test("a limit that the vendor has lowered is found with the first refusals, and never below 6", () => {
    const disk = memory({ requests: 20, refusedAt: 0, started: [] });
    const { refused } = play(new Pacer(() => undefined, disk), { limits: bucket(3), delays: [40], count: 30 });
    expect(disk.recall("GET /a", 0)?.requests).toBe(6);
    expect(refused.length).toBeGreaterThan(0);
  });

  test("none of another route is held back by what one has taught", () => {
    const disk = memory({ requests: 6, refusedAt: 0, started: [1, 2, 3, 4, 5, 6] });
    const pacer = new Pacer(() => undefined, disk);
    expect(pacer.claim("GET /a", 10)).toBe(60_251 - 10);
    expect(pacer.claim("GET /b", 10)).toBe(0);
  });
});

/** What is known of `GET /a`, kept in memory. */
function memory(learned?: Learned): LearnedLimits {
  const kept = new Map(learned && [["GET /a", learned]]);
  return {
    recall: (route) => kept.get(route),
    keep: (route, { started, ...learned }) => kept.set(route, { ...learned, started: [...started] }),
  };
}

describe("the last of several requests", () => {
  test("waits as long as it takes until all before it may start", () => {
    const pacer = new Pacer(() => ({ requests: 10, windowMs: 60_000 }));
    for (let request = 0; request < 10; request++) pacer.claim("GET /a", request * 100);
    expect([1, 2, 10, 11, 290].map((count) => pacer.waitOf(count, "GET /a", 1000))).toEqual([
      ...[59_000, 59_100, 59_900, 119_000],
      29 * 60_000 - 100,
    ]);
  });

  test.each([1, 3, 17])("as one after the other shows, with %i allowed", (requests) => {
    const pacer = new Pacer(() => ({ requests, windowMs: 1000 }));
    for (let request = 0; request < requests; request++) pacer.claim("GET /a", request * 7);
    const said = Array.from({ length: 40 }, (_, index) => 200 + pacer.waitOf(index + 1, "GET /a", 200));
    let now = 200;
    const starts = said.map(() => {
      for (let wait = pacer.claim("GET /a", now); wait > 0; wait = pacer.claim("GET /a", now)) now += wait;
      return now;
    });
    expect(said).toEqual(starts);
  });

  test("waits for nothing but a pause where no limit is known", () => {
    const pacer = undocumented();
    expect(pacer.waitOf(100, "GET /a", 0)).toBe(0);
    pacer.throttled("GET /b", 0, 0, 9000);
    expect(pacer.waitOf(100, "GET /a", 1000)).toBe(8000);
  });
});
