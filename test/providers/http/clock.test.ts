import { expect, test } from "vitest";
import { VendorClock } from "../../../providers/http/clock.ts";

const NOON = Date.UTC(2026, 4, 4, 12);
const DAY_MS = 86_400_000;
const dated = (at: number) => new Headers({ date: new Date(at).toUTCString() });

test("a vendor's time is its latest answer's, and goes on from there with this machine's clock", () => {
  let now = NOON + 40 * DAY_MS;
  const vendor = new VendorClock({ now: () => now });
  expect(vendor.now()).toBe(now);
  vendor.answered(dated(NOON));
  expect(vendor.now()).toBe(NOON);
  now += 90_000;
  expect(vendor.now()).toBe(NOON + 90_000);
  vendor.answered(dated(NOON + 91_000));
  expect(vendor.now()).toBe(NOON + 91_000);
});

test.each([new Headers(), new Headers({ date: "yesterday" })])(
  "an answer without a date says nothing about it",
  (headers) => {
    const vendor = new VendorClock({ now: () => NOON });
    vendor.answered(dated(NOON - DAY_MS));
    vendor.answered(headers);
    expect(vendor.now()).toBe(NOON - DAY_MS);
  },
);
