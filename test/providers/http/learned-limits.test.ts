import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { learnedLimits } from "../../../providers/http/learned-limits.ts";
import type { LearnedLimits } from "../../../providers/http/pacing.ts";

const NOW = Date.UTC(2026, 4, 4, 12);
const HOUR_MS = 60 * 60_000;
const ROUTE = "POST /organization/projects";
const ACCOUNT = "https://api.openai.com 0123456789abcdef";
const LEARNED = { requests: 10, refusedAt: NOW - HOUR_MS, started: [NOW - 2000, NOW - 1000] };

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "learned-limits-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const limits = (account = ACCOUNT): LearnedLimits => learnedLimits(() => join(home, "cache"), account);

const files = (): string[] => globSync("**/*.json", { cwd: home }).map((file) => join(home, file));

test("what one run has kept, the next one recalls: of this route and account alone", () => {
  limits().keep(ROUTE, LEARNED);
  expect(limits().recall(ROUTE, NOW)).toMatchObject(LEARNED);
  expect(limits().recall("GET /organization/projects", NOW)).toBeUndefined();
  expect(limits("https://api.openai.com fedcba9876543210").recall(ROUTE, NOW)).toBeUndefined();
});

test("a limit that was not met for a day is forgotten, and its file removed", () => {
  limits().keep(ROUTE, LEARNED);
  expect(limits().recall(ROUTE, NOW + 23 * HOUR_MS - 1)).toBeDefined();
  expect(limits().recall(ROUTE, NOW + 23 * HOUR_MS)).toBeUndefined();
  expect(files()).toEqual([]);
});

test("what a clock that was wrong has kept is nothing", () => {
  limits().keep(ROUTE, { ...LEARNED, refusedAt: NOW + 1 });
  expect(limits().recall(ROUTE, NOW)).toBeUndefined();
  limits().keep(ROUTE, { ...LEARNED, started: [NOW - 1000, NOW + HOUR_MS] });
  expect(limits().recall(ROUTE, NOW)?.started).toEqual([NOW - 1000]);
});

test.each([
  ["nothing", ""],
  ["half of it", JSON.stringify(LEARNED).slice(0, 40)],
  ["something else", '"ten a minute"'],
  ["another version's", JSON.stringify({ ...LEARNED, requests: "10/min", route: ROUTE })],
  ["a limit that lets nothing through", JSON.stringify({ ...LEARNED, requests: 0, route: ROUTE })],
])("a file with %s in it is no file, and is written anew", (_what, text) => {
  limits().keep(ROUTE, LEARNED);
  const [file = ""] = files();
  writeFileSync(file, text);
  expect(limits().recall(ROUTE, NOW)).toBeUndefined();
  limits().keep(ROUTE, LEARNED);
  expect(limits().recall(ROUTE, NOW)).toMatchObject(LEARNED);
});

test("where nothing can be written, nothing is kept, and nothing fails", () => {
  writeFileSync(join(home, "cache"), "a file in place of the folder");
  limits().keep(ROUTE, LEARNED);
  expect(limits().recall(ROUTE, NOW)).toBeUndefined();
});

test("for a user without a home likewise", () => {
  const homeless = learnedLimits(() => {
    throw new Error("no such user");
  }, ACCOUNT);
  homeless.keep(ROUTE, LEARNED);
  expect(homeless.recall(ROUTE, NOW)).toBeUndefined();
});

test("processes that write at the same time leave a whole file, and no other", () => {
  const script = `
    import { learnedLimits } from ${JSON.stringify(join(import.meta.dirname, "../../../providers/http/learned-limits.ts"))};
    const limits = learnedLimits(() => ${JSON.stringify(join(home, "cache"))}, ${JSON.stringify(ACCOUNT)});
    for (let round = 0; round < 200; round++) {
      limits.keep(${JSON.stringify(ROUTE)}, { requests: 10, refusedAt: ${NOW}, started: Array(process.pid % 2 ? 500 : 5).fill(1) });
      if (!limits.recall(${JSON.stringify(ROUTE)}, ${NOW})) process.exit(1);
    }`;
  const command = `"$0" --input-type=module -e "$1" & first=$!; "$0" --input-type=module -e "$1" && wait $first`;
  execFileSync("sh", ["-c", command, process.execPath, script]);
  expect(limits().recall(ROUTE, NOW)?.requests).toBe(10);
  const [file = ""] = files();
  expect(readdirSync(join(file, ".."))).toHaveLength(1);
});

test("this user alone can read it, and neither name nor content has the account's name", () => {
  limits().keep(ROUTE, LEARNED);
  const [file = ""] = files();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
  expect(file + readFileSync(file, "utf8")).not.toMatch(/0123456789abcdef|openai\.com/);
});
