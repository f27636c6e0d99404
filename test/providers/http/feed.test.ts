import { describe, expect, test } from "vitest";
import { VendorError } from "../../../providers/contract/errors.ts";
import type { Change, Told } from "../../../providers/contract/vendor.ts";
import { Feed, type FeedQuestion } from "../../../providers/http/feed.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-05-04T12:00:00Z");
const KEPT = 30 * DAY;

type Entry = Pick<Change, "id" | "event" | "at">;

const entry = (id: string, agoMs: number, event = "role.updated"): Entry => ({ id, event, at: new Date(NOW - agoMs) });

/** So many, a minute apart, the latest first. */
const many = (count: number, from = MINUTE): Entry[] =>
  Array.from({ length: count }, (_, index) => entry(`event_${index}`, from + index * MINUTE));

interface Habits {
  readonly pageSize?: number;
  /** What it gives, whatever it is asked for. @default newest first, as asked */
  readonly order?: (events: readonly Entry[]) => Entry[];
  /** Whether it knows ranges. @default true */
  readonly ranges?: boolean;
  readonly page?: (page: number) => { readonly next?: string | undefined } | Error;
}

/** A vendor with these events. */
function vendor(events: readonly Entry[], { pageSize = 100, order = newestFirst, ranges = true, page }: Habits = {}) {
  const asked: FeedQuestion[] = [];
  const feed = new Feed(
    async (question) => {
      asked.push(question);
      const { from = 0, until = Number.POSITIVE_INFINITY, after, limit = pageSize } = question;
      const all = order(events);
      const within = ({ at }: Entry) => !ranges || (at.getTime() >= from && at.getTime() <= until);
      // Beside a cursor there is no range.
      const rest = after === undefined ? all.filter(within) : all.slice(all.findIndex(({ id }) => id === after) + 1);
      const rows = rest.slice(0, limit);
      const odd = page?.(asked.length);
      if (odd instanceof Error) throw odd;
      const next = odd && "next" in odd ? odd.next : rest.length > rows.length ? rows.at(-1)?.id : undefined;
      return { changes: rows.map((row) => ({ ...row, by: "dana", data: {} })), next };
    },
    ["role.updated", "role.deleted"],
    KEPT,
    { begunAt: () => NOW, now: () => NOW },
  );
  return { feed, asked };
}

const newestFirst = (events: readonly Entry[]): Entry[] => events.toSorted((a, b) => b.at.getTime() - a.at.getTime());
const oldestFirst = (events: readonly Entry[]): Entry[] => newestFirst(events).reverse();

const ids = (told: Told): string[] | string =>
  "unproven" in told ? told.unproven : [...told.changes.values()].flat().map(({ id }) => id);

/** What shows that there were events before. */
const canary = entry("before", 20 * DAY);

describe("pages", () => {
  test("E30 an empty one proves silence where there were events before", async () => {
    const { feed, asked } = vendor([canary]);
    expect(ids(await feed.since(NOW - HOUR))).toEqual(["before"]);
    expect(asked).toHaveLength(2);
  });

  test.each([1, 99, 100, 101, 199, 200, 250])("E31 %i events are read to the end, each once", async (count) => {
    const events = many(count);
    const { feed, asked } = vendor([...events, canary]);
    const told = await feed.since(NOW - 6 * HOUR);
    expect(new Set(ids(told))).toEqual(new Set([...events.map(({ id }) => id), "before"]));
    // One more at most, where the last page was full and something older follows.
    expect(asked.filter(({ limit }) => limit === undefined).length).toBeLessThanOrEqual(Math.ceil((count + 1) / 100));
  });

  test("E2 an event that comes twice is one", async () => {
    const events = [...many(3), ...many(3), canary];
    const { feed } = vendor(events, {
      pageSize: 2,
      page: (page) => ({ next: page < 4 ? `event_${page}` : undefined }),
    });
    const told = ids(await feed.since(NOW - HOUR));
    expect(new Set(told).size).toBe(told.length);
  });

  test("E33 a cursor that does not move proves nothing, and ends", async () => {
    const { feed, asked } = vendor(many(300, 1), { page: () => ({ next: "event_1" }) });
    expect(await feed.since(NOW - HOUR)).toEqual({ unproven: "its cursor does not move", isMended: false });
    expect(asked).toHaveLength(2);
  });

  test("E34 E51 more than can be read proves nothing, and a look at the objects mends it", async () => {
    const { feed, asked } = vendor([...many(3_000, 1), canary]);
    expect(await feed.since(NOW - 60 * HOUR)).toMatchObject({
      unproven: expect.stringMatching(/more events than 20 pages since/),
      isMended: true,
    });
    expect(asked).toHaveLength(20);
    await feed.since(NOW - 70 * HOUR);
    expect(asked).toHaveLength(20);
    // What was seen later than that has fewer to read.
    expect("changes" in (await feed.since(NOW - HOUR))).toBe(true);
    expect(asked.length).toBeLessThan(25);
  });

  test("E32 E38 a page that fails proves nothing, whichever it is", async () => {
    for (const failing of [1, 2, 3]) {
      const facts = { vendor: "Shop", method: "GET", path: "/events", route: "/events" };
      const refused = new VendorError("denied", { ...facts, status: 403 }, "no");
      const { feed } = vendor([...many(250), canary], { page: (page) => (page === failing ? refused : {}) });
      expect(await feed.since(NOW - 6 * HOUR)).toEqual({ unproven: refused.message, isMended: false });
    }
  });

  test("E36 an answer that cannot be read proves nothing", async () => {
    const { feed } = vendor([], { page: () => new TypeError("null has no id") });
    expect(await feed.since(NOW - HOUR)).toEqual({ unproven: "its answer cannot be read", isMended: false });
    const { feed: undated } = vendor([{ ...entry("event_1", MINUTE), at: new Date("soon") }], {
      order: (events) => [...events],
      ranges: false,
    });
    expect(await undated.since(NOW - HOUR)).toMatchObject({ unproven: expect.stringMatching(/when it was/) });
  });

  test("E37 what was not asked for is left out", async () => {
    const { feed } = vendor([entry("event_1", MINUTE), entry("event_2", MINUTE, "weather.changed"), canary]);
    expect(ids(await feed.since(NOW - HOUR))).toEqual(["event_1", "before"]);
  });
});

describe("order", () => {
  test("newest first, as asked, is read as far back as needed and no further", async () => {
    const { feed, asked } = vendor(many(1_000, 1), { ranges: false });
    const told = await feed.since(NOW - 30 * MINUTE);
    expect(ids(told)).toHaveLength(100);
    expect(asked).toHaveLength(1);
  });

  test("oldest first, whatever was asked for, is read to its end", async () => {
    const events = many(250);
    const { feed, asked } = vendor([...events, canary], { order: oldestFirst });
    expect(new Set(ids(await feed.since(NOW - 6 * HOUR)))).toEqual(new Set([...events.map(({ id }) => id), "before"]));
    expect(asked.filter(({ limit }) => limit === undefined)).toHaveLength(3);
  });

  test("E3 oldest first without a range is not taken to be past it with its first page", async () => {
    const events = many(250);
    const { feed } = vendor([...many(100, 10 * DAY).map((old) => ({ ...old, id: `old_${old.id}` })), ...events], {
      order: oldestFirst,
      ranges: false,
    });
    expect(ids(await feed.since(NOW - 6 * HOUR))).toEqual(expect.arrayContaining(events.map(({ id }) => id)));
  });

  test("E1 mixed is read to its end", async () => {
    const events = many(250);
    const mixed = (all: readonly Entry[]) => [...oldestFirst(all).slice(125), ...oldestFirst(all).slice(0, 125)];
    const { feed } = vendor([...events, canary], { order: mixed });
    expect(ids(await feed.since(NOW - 5 * HOUR))).toEqual(expect.arrayContaining(events.map(({ id }) => id)));
  });

  test("all of one second tells no order, and is read on", async () => {
    const events = Array.from({ length: 250 }, (_, index) => entry(`event_${index}`, HOUR / 2));
    const { feed } = vendor([...events, canary]);
    expect(ids(await feed.since(NOW - HOUR))).toEqual(expect.arrayContaining(events.map(({ id }) => id)));
  });
});

test("what is asked for later, and goes further back, is read besides, without a gap", async () => {
  const events = many(400);
  for (const order of [newestFirst, oldestFirst]) {
    const { feed, asked } = vendor([...events, canary], { order });
    for (const hours of [1, 2, 3, 6]) {
      const from = NOW - hours * HOUR;
      const told = await feed.since(from);
      const due = events.filter(({ at }) => at.getTime() >= from).map(({ id }) => id);
      expect(ids(told)).toEqual(expect.arrayContaining(due));
    }
    expect(asked.length).toBeLessThan(12);
  }
});

describe("silence", () => {
  test("E51 of a feed that has nothing at all proves nothing, and no look mends that", async () => {
    const { feed } = vendor([]);
    expect(await feed.since(NOW - HOUR)).toEqual({
      unproven: "nothing shows that events were kept before 2026-05-04T11:00:00Z",
      isMended: false,
    });
  });

  test("E51 of a feed that began later proves nothing of what was before", async () => {
    const { feed } = vendor([entry("event_1", MINUTE)]);
    expect(await feed.since(NOW - HOUR)).toEqual({
      unproven: "nothing shows that events were kept before 2026-05-04T11:00:00Z",
      isMended: true,
    });
  });

  test("E25 E51 of what is older than events are kept proves nothing", async () => {
    const { feed, asked } = vendor([canary]);
    expect(await feed.since(NOW - KEPT - 1)).toEqual({ unproven: "events are kept for 30 days only", isMended: true });
    expect(asked).toEqual([]);
  });

  test("is read once for what was seen at about the same time, and in few readings for what was seen at any time", async () => {
    const { feed, asked } = vendor([...many(10), canary]);
    await Promise.all(Array.from({ length: 100 }, (_, index) => feed.since(NOW - HOUR / 2 - index)));
    expect(asked).toHaveLength(2);
    for (let ago = MINUTE; ago < 25 * DAY; ago += 17 * MINUTE) await feed.since(NOW - ago);
    expect(asked.length).toBeLessThan(50);
  });
});
