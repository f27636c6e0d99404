import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byDate, epochsOf, nameInEpoch, rotation } from "../../fleet/rotation.ts";
import { complaints } from "./sources.ts";

const day = fc.date({ min: new Date("2025-01-01"), max: new Date("2030-12-31"), noInvalidDate: true });
const asDay = (date: Date): string => date.toISOString().slice(0, 10);
const plusDays = (date: string, days: number): string => asDay(new Date(Date.parse(date) + days * 86_400_000));

describe("a rotation by hand", () => {
  test("declares one epoch at a time, which works on for the overlap once it is not declared any more", () => {
    expect(epochsOf({ epoch: "2026-q4", overlap: "24h" }, "2026-11-22")).toEqual([
      { label: "2026-q4", overlapHours: 24 },
    ]);
    expect(epochsOf({ epoch: "a", overlap: "7d" }, "2026-11-22")).toEqual([{ label: "a", overlapHours: 168 }]);
    expect(epochsOf({ epoch: "a" }, "2026-11-22")).toEqual([{ label: "a" }]);
    expect(epochsOf({ epoch: "a", overlap: "0h" }, "2026-11-22")).toEqual([{ label: "a" }]);
  });

  test("is no rotation where there is none", () => {
    expect(epochsOf(undefined, "2026-11-22")).toEqual([{}]);
    expect(nameInEpoch("ingest", {})).toBe("ingest");
    expect(nameInEpoch("ingest", { label: "2026-q4" })).toBe("ingest-2026-q4");
  });
});

describe("a rotation by dates", () => {
  const every90 = { every: "90d", from: "2026-01-01", overlap: "14d" };
  const current = (label: string) => ({ label, overlapHours: 14 * 24 });

  test.each([
    ["2025-06-01", [current("2026-01-01")], "before its first day the first epoch is there already"],
    ["2026-01-01", [current("2026-01-01")], "on its first day nothing is new"],
    ["2026-03-31", [current("2026-01-01")], "the last day of the first epoch"],
    ["2026-04-01", [current("2026-04-01"), { label: "2026-01-01" }], "the second begins, beside the first"],
    ["2026-04-14", [current("2026-04-01"), { label: "2026-01-01" }], "the last day of the overlap"],
    ["2026-04-15", [current("2026-04-01")], "the first is over"],
    ["2026-06-30", [current("2026-06-30"), { label: "2026-04-01" }], "and so on"],
  ])("on %s: %j (%s)", (today, expected) => {
    expect(epochsOf(every90, today)).toEqual(expected);
  });

  test("counts an overlap of hours in days that have begun", () => {
    const daily = { every: "30d", from: "2026-01-01", overlap: "25h" };
    expect(epochsOf(daily, "2026-01-31")).toHaveLength(2);
    expect(epochsOf(daily, "2026-02-01")).toHaveLength(2);
    expect(epochsOf(daily, "2026-02-02")).toHaveLength(1);
  });

  test("says which epoch is the current one; one by hand goes by no date", () => {
    expect([0, 1].map((index) => byDate(every90, index))).toEqual([{ epoch: "current" }, { epoch: "previous" }]);
    expect([byDate({ epoch: "a" }, 0), byDate(undefined, 0)]).toEqual([{}, {}]);
  });

  test("moves on one epoch at a time, and every new one meets the one before it", () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 2, max: 60 }),
        fc.nat({ max: 30 }),
        fc.nat({ max: 400 }),
        (first, every, overlap, age) => {
          fc.pre(overlap < every);
          const from = asDay(first);
          const config = { every: `${every}d`, from, overlap: `${overlap}d` };
          const labels = (day: number) => epochsOf(config, plusDays(from, day)).map(({ label }) => label ?? "");
          const [today, tomorrow] = [labels(age), labels(age + 1)];
          const [now = "", next = ""] = [today[0], tomorrow[0]];
          expect(now <= plusDays(from, age)).toBe(true);
          if (next !== now) {
            expect(next).toBe(plusDays(now, every));
            expect(tomorrow).toEqual(overlap > 0 ? [next, now] : [next]);
          }
        },
      ),
    );
  });
});

describe("what is no rotation", () => {
  const rotated = (text: string) => complaints(`apiKeys: [{ name: k, rotation: ${text} }]\n`);
  const at = "apiKeys[0].rotation";

  test.each([
    ["{}", `${at}: needs either epoch, or every and from`],
    ["{ overlap: 24h }", `${at}: needs either epoch, or every and from`],
    ["{ every: 90d }", `${at}: needs either epoch, or every and from`],
    ["{ epoch: a, every: 90d }", `${at}: has either epoch, or every and from, not both`],
    ["{ epoch: 2026 }", `${at}.epoch: expected text, found 2026: put it in quotes`],
    [
      "{ epoch: a b }",
      `${at}.epoch: must be a label such as 2026-q4: letters, digits and inner . _ -, up to 32 characters`,
    ],
    ["{ epoch: a, overlap: 1w }", `${at}.overlap: must be hours or days such as 24h or 7d`],
    ["{ every: 24h, from: 2026-01-01 }", `${at}.every: must be a number of days such as 90d`],
    ["{ every: 90d, from: 2026-02-30 }", `${at}.from: must be a date such as 2026-11-01`],
    ["{ every: 7d, from: 2026-01-01, overlap: 7d }", `${at}.overlap: overlap must be shorter than every`],
    ["{ epoch: a, overlap: 400d }", `${at}.overlap: must be a year at most`],
  ])("%s", (text, message) => {
    expect(rotated(text)).toEqual([message]);
  });

  test("a misspelt word is told besides what is missing for it", () => {
    expect(rotated("{ epcoh: a }")).toEqual([
      `${at}: needs either epoch, or every and from`,
      `${at}.epcoh: unknown field, did you mean epoch?`,
    ]);
  });

  test("every rotation that the schema takes has epochs on every day", () => {
    const any = fc.record(
      {
        epoch: fc.constantFrom("a", "2026-q4"),
        every: fc.constantFrom("1d", "90d", "9999d"),
        from: day.map(asDay),
        overlap: fc.constantFrom("0h", "24h", "7d"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(any, day, (config, today) => {
        const read = rotation.safeParse(config);
        if (read.success) expect(epochsOf(read.data, asDay(today))[0].label).toMatch(/./);
      }),
    );
  });
});
