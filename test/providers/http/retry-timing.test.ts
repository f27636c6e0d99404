import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffMs, requestedWaitMs } from "../../../providers/http/retry-timing.ts";

const NOON = Date.UTC(2026, 4, 4, 12);

describe("what the server asked us to wait", () => {
  test.each<[string, Record<string, string>, number | undefined]>([
    ["seconds", { "retry-after": "3" }, 3000],
    ["no seconds", { "retry-after": "0" }, 0],
    ["seconds with blanks around them", { "retry-after": "  7 " }, 7000],
    ["a date to come", { "retry-after": "Mon, 04 May 2026 12:00:30 GMT" }, 30_000],
    ["a date that is past", { "retry-after": "Mon, 04 May 2026 11:00:00 GMT" }, 0],
    ["OpenAI's milliseconds", { "retry-after-ms": "250" }, 250],
    ["milliseconds before seconds", { "retry-after-ms": "250", "retry-after": "3" }, 250],
    ["seconds where the milliseconds are garbage", { "retry-after-ms": "soon", "retry-after": "3" }, 3000],
    ["nothing at all", {}, undefined],
    ["an empty header", { "retry-after": "" }, undefined],
    ["a word", { "retry-after": "soon" }, undefined],
    ["a negative number", { "retry-after": "-5" }, undefined],
    ["a fraction", { "retry-after": "1.5" }, undefined],
    ["an exponent", { "retry-after": "1e3" }, undefined],
    ["a unit", { "retry-after": "3 seconds" }, undefined],
    ["two headers in one", { "retry-after": "3, 5" }, undefined],
    ["a date of another format", { "retry-after": "2026-05-04T12:00:30Z" }, undefined],
    ["what Date.parse takes for a date", { "retry-after": "May 2026" }, undefined],
    ["what Date.parse takes for a date in GMT", { "retry-after": "5 GMT" }, undefined],
    ["a number in GMT that is no date", { "retry-after": "never GMT" }, undefined],
  ])("%s", (_what, headers, expected) => {
    expect(requestedWaitMs(new Headers(headers), NOON)).toBe(expected);
  });

  test("any header gives a wait that is a whole number and not negative, or nothing", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (value, precise) => {
        const wait = requestedWaitMs(headersOf(precise ? "retry-after-ms" : "retry-after", value), NOON);
        expect(wait === undefined || (wait >= 0 && !Number.isNaN(wait))).toBe(true);
      }),
    );
  });
});

/** Only what HTTP lets through. */
function headersOf(name: string, value: string): Headers {
  try {
    return new Headers({ [name]: value });
  } catch {
    return new Headers();
  }
}

describe("the wait where the server does not ask for one", () => {
  test.each([
    [1, 0, 500],
    [2, 0, 1000],
    [3, 0, 2000],
    [4, 0, 4000],
    [5, 0, 8000],
    [6, 0, 8000],
    [60, 0, 8000],
    [1, 0.5, 375],
    [5, 0.5, 6000],
  ])("attempt %i with chance %f: %i ms", (attempt, random, expected) => {
    expect(backoffMs(attempt, random)).toBe(expected);
  });

  test("chance takes away up to half and adds nothing", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const full = backoffMs(attempt, 0);
          expect(backoffMs(attempt, random)).toBeLessThanOrEqual(full);
          expect(backoffMs(attempt, random)).toBeGreaterThanOrEqual(full / 2);
        },
      ),
    );
  });
});
