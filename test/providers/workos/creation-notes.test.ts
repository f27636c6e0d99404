import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CreationNotes } from "../../../providers/workos/creation-notes.ts";

let machine: string;
const warnings: string[] = [];

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), "tenantry-notes-"));
  warnings.length = 0;
});
afterEach(() => rmSync(machine, { recursive: true, force: true }));

/** As a new process on the same machine has them. */
const notes = (): CreationNotes => new CreationNotes({ TENANTRY_STATE_DIR: machine }, (line) => warnings.push(line));

const file = (): string => join(machine, "creations", readdirSync(join(machine, "creations"))[0] ?? "");

/** Writes the note as if that process had. */
function begunBy(pid: number): void {
  notes().begin("app_1", ["secret_1"], 1000);
  const note = JSON.parse(readFileSync(file(), "utf8"));
  writeFileSync(file(), JSON.stringify({ ...note, begun: { ...note.begun, pid } }));
}

test("what was made is known by its name to the next process, until it is forgotten", () => {
  const first = notes();
  first.begin("app_1", [], 1000);
  first.answered("app_1", "q1", "secret_1");
  first.answered("app_1", "q2", "secret_2");
  expect(notes().made("app_1", "q1")).toBe("secret_1");
  expect(notes().made("app_2", "q1")).toBeUndefined();
  expect(notes().made("app_1", "toString")).toBeUndefined();
  expect(notes().unanswered("app_1")).toBeUndefined();
  notes().forget("app_1", "secret_1");
  expect(notes().made("app_1", "q1")).toBeUndefined();
  expect(notes().made("app_1", "q2")).toBe("secret_2");
});

test("an older namesake that goes does not take the note of its successor along", () => {
  const first = notes();
  first.answered("app_1", "q1", "secret_1");
  first.answered("app_1", "q1", "secret_2");
  first.forget("app_1", "secret_1");
  expect(notes().made("app_1", "q1")).toBe("secret_2");
});

test("a creation that was never answered is known, with what was there before it, until it is settled", () => {
  const ended = spawnSync(process.execPath, ["-e", ""]).pid;
  begunBy(ended);
  expect(notes().unanswered("app_1")).toMatchObject({ before: ["secret_1"], at: 1000 });
  notes().settled("app_1");
  expect(notes().unanswered("app_1")).toBeUndefined();
});

test("one that another living process waits for is not taken for unanswered; one's own is", () => {
  begunBy(process.ppid);
  expect(notes().unanswered("app_1")).toBeUndefined();
  begunBy(process.pid);
  expect(notes().unanswered("app_1")).toBeDefined();
});

test.each(["", "{", "null", '{"made": 3}', '{"made": {"q1": 4}}'])("a broken note %j proves nothing", (text) => {
  notes().answered("app_1", "q1", "secret_1");
  writeFileSync(file(), text);
  expect(notes().made("app_1", "q1")).toBeUndefined();
  expect(notes().unanswered("app_1")).toBeUndefined();
});

test("where nothing can be written, this process still knows, and people are told", () => {
  writeFileSync(join(machine, "creations"), "a file, no folder");
  const here = notes();
  here.begin("app_1", [], 1000);
  here.answered("app_1", "q1", "secret_1");
  expect(here.made("app_1", "q1")).toBe("secret_1");
  expect(warnings[0]).toMatch(/^cannot note what is being created in /);
});
