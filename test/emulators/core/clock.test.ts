import { expect, test } from "vitest";
import { EmulatorClock } from "../../../emulators/core/clock.ts";
import { Schedule } from "../../../emulators/core/schedule.ts";
import { type Answer, useWorkos } from "../workos/environment.ts";

test("a stopped clock stands still until it is moved", () => {
  const clock = new EmulatorClock();
  clock.stop();
  clock.set("2026-01-01T00:00:00Z");
  clock.advance(1500);
  expect(clock.now().toISOString()).toBe("2026-01-01T00:00:01.500Z");
  expect(clock.stopped).toBe(true);
  clock.run();
  expect(clock.stopped).toBe(false);
  expect(clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse("2026-01-01T00:00:01.500Z"));
});

test("a running clock runs on from where it is set", () => {
  const clock = new EmulatorClock(new Date("2020-01-01T00:00:00Z"));
  expect(clock.now().getUTCFullYear()).toBe(2020);
  clock.set(new Date("2030-06-01T00:00:00Z"));
  expect(clock.now().getUTCFullYear()).toBe(2030);
  clock.reset();
  expect(clock.now().getUTCFullYear()).toBe(2020);
});

test("it stands still at its first moment while what is there from then on is made, and runs after that", () => {
  const [first, clock] = [new Date("2020-01-01T00:00:00Z"), new EmulatorClock(new Date("2020-01-01T00:00:00Z"))];
  clock.set(new Date("2030-06-01T00:00:00Z"));
  const pass = () => {
    for (const from = Date.now(); Date.now() < from + 3; );
  };
  clock.reset(() => {
    pass();
    expect(clock.now()).toEqual(first);
  });
  expect(clock.stopped).toBe(false);
  pass();
  expect(clock.now().getTime()).toBeGreaterThan(first.getTime());
});

test("it cannot be set to what is no moment, or beyond what ids can hold", () => {
  const clock = new EmulatorClock();
  for (const moment of ["soon", "1969-12-31T00:00:00Z", "+020000-01-01T00:00:00Z"])
    expect(() => clock.set(moment)).toThrow(RangeError);
  expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
});

test("what is due runs in order, with its own moment, once", () => {
  const schedule = new Schedule();
  const ran: string[] = [];
  const at = (seconds: number) => new Date(seconds * 1000);
  for (const seconds of [20, 10, 30, 10])
    schedule.at(at(seconds), (moment) => ran.push(moment.toISOString().slice(17, 19)));
  schedule.runDue(at(9));
  expect(ran).toEqual([]);
  schedule.runDue(at(20));
  schedule.runDue(at(20));
  expect(ran).toEqual(["10", "10", "20"]);
});

const workos = useWorkos();

test("the clock is read and moved by HTTP; what is misspelt is refused", async () => {
  const clock = async (body?: object) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${workos.emulator.origin}/_emulator/clock`, init);
    return { status: response.status, body: (await response.json()) as Answer["body"] };
  };
  expect((await clock()).body).toEqual({ now: "2026-03-01T09:00:00.000Z", stopped: true });
  expect((await clock({ now: "2027-01-01T00:00:00Z", advance_ms: 1000 })).body.now).toBe("2027-01-01T00:00:01.000Z");
  expect((await clock({ stopped: false })).body.stopped).toBe(false);
  expect((await clock({ noww: "2027-01-01T00:00:00Z" })).status).toBe(400);
  expect((await clock({ now: "soon" })).status).toBe(400);
});
