import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Creations } from "../../../providers/host/creations.ts";

let machine: string;
const warnings: string[] = [];

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), "tenantry-creations-"));
  warnings.length = 0;
});
afterEach(() => rmSync(machine, { recursive: true, force: true }));

/** As a new process on the same machine has them. */
const creations = (): Creations => new Creations({ TENANTRY_STATE_DIR: machine }, (line) => warnings.push(line));

/** Rewrites the only note of the place as if that process had written it. */
function asOf(pid: number, note: string): void {
  const { begun } = JSON.parse(readFileSync(note, "utf8"));
  writeFileSync(note, JSON.stringify({ begun: { ...begun, pid } }));
}

const ended = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

test("what was made is known to the next process, until it is forgotten, and in its own place only", () => {
  const first = creations();
  first.answered(first.begin("app_1", [], 1000), "secret_1");
  first.answered(first.begin("app_1", ["secret_1"], 2000), "secret_2");
  expect([...creations().in("app_1").made].sort()).toEqual(["secret_1", "secret_2"]);
  expect(creations().in("app_2").made.size).toBe(0);
  creations().forget("app_1", "secret_1");
  expect([...creations().in("app_1").made]).toEqual(["secret_2"]);
});

test("two processes side by side keep each other's notes", () => {
  const [one, other] = [creations(), creations()];
  const [first, second] = [one.begin("app_1", [], 1000), other.begin("app_1", [], 1001)];
  one.answered(first, "secret_1");
  other.answered(second, "secret_2");
  expect([...creations().in("app_1").made].sort()).toEqual(["secret_1", "secret_2"]);
});

describe("a creation that was never answered", () => {
  test("is known once its process is dead, with what was there before it, until it is settled", () => {
    const note = creations().begin("app_1", ["secret_1"], 1000);
    asOf(ended(), note);
    expect(creations().in("app_1").unanswered).toEqual([expect.objectContaining({ before: ["secret_1"], at: 1000 })]);
    expect(creations().in("app_1").unanswered[0]?.until).toBeUndefined();
    creations().settled(note);
    expect(creations().in("app_1").unanswered).toEqual([]);
  });

  test("is known to its own process as soon as it was given up, with the end of the wait", () => {
    const own = creations();
    const note = own.begin("app_1", [], 1000);
    expect(own.in("app_1").unanswered).toEqual([]);
    own.lost(note, 4000);
    expect(own.in("app_1").unanswered).toEqual([expect.objectContaining({ note, at: 1000, until: 4000 })]);
    expect(own.in("app_1").othersWait).toBe(false);
  });

  test("counts as waited for while its process lives", () => {
    asOf(process.ppid, creations().begin("app_1", [], 1000));
    expect(creations().in("app_1")).toMatchObject({ unanswered: [], othersWait: true });
  });

  test("is not this process's own because the number is: containers hand out the same ones", () => {
    creations().begin("app_1", [], 1000);
    expect(creations().in("app_1")).toMatchObject({ unanswered: [{ at: 1000 }], othersWait: false });
  });
});

test("what is made in one place is made one after another", async () => {
  const told: string[] = [];
  const notes = creations();
  const make = (what: string) => async () => {
    told.push(`begins ${what}`);
    await new Promise(setImmediate);
    told.push(`ends ${what}`);
  };
  await Promise.all([notes.inTurn("app_1", make("one")), notes.inTurn("app_1", make("two"))]);
  expect(told).toEqual(["begins one", "ends one", "begins two", "ends two"]);
});

test.each(["", "{", "null", '{"made": 3}', '{"begun": {"before": 1}}'])("a broken note %j proves nothing", (text) => {
  const note = creations().begin("app_1", [], 1000);
  writeFileSync(note, text);
  const { made, unanswered } = creations().in("app_1");
  expect([made.size, unanswered]).toEqual([0, []]);
});

test("where nothing can be written, this process still knows, and people are told", () => {
  writeFileSync(join(machine, "creations"), "a file, no folder");
  const here = creations();
  here.answered(here.begin("app_1", [], 1000), "secret_1");
  expect([...here.in("app_1").made]).toEqual(["secret_1"]);
  expect(warnings[0]).toMatch(/^cannot note what is being created in /);
});

test("nothing is left but whole notes", () => {
  const note = creations().begin("app_1", [], 1000);
  const [place] = readdirSync(join(machine, "creations"));
  expect(readdirSync(join(machine, "creations", String(place)))).toEqual([note.split("/").at(-1)]);
});
