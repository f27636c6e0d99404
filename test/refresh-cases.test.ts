import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

/*
 * The table of docs/refresh.md: every numbered case is in it once, the tests that it names bear that number, and no other test does.
 */

const root = join(import.meta.dirname, "..");
const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
const CASES = [...numbered("E", 53), ...numbered("I", 16)];

const table = readFileSync(join(root, "docs/refresh.md"), "utf8").matchAll(/^\| ([EI]\d+) \|.*\| (.+?) \|$/gm);
const rows = [...table].map(([, number = "", tests = ""]) => ({ number, tests }));

/** By test file, the numbers that its titles bear. */
const titled = new Map(
  globSync("test/{contract,e2e,providers}/**/*.test.ts", { cwd: root }).map((file) => {
    const titles = readFileSync(join(root, file), "utf8").matchAll(/["`]((?:[EI]\d{1,2}[,:]? )+)/g);
    const numbers = [...titles].flatMap(([, title = ""]) => title.match(/[EI]\d+/g) ?? []);
    return [file.replace(/^test\//, "").replace(/\.test\.ts$/, ""), new Set(numbers)] as const;
  }),
);

test("has each case once", () => {
  expect(rows.map(({ number }) => number)).toEqual(CASES);
});

describe("names the tests that bear the number", () => {
  test.each(rows)("$number", ({ number, tests }) => {
    const bearing = [...titled].flatMap(([file, numbers]) => (numbers.has(number) ? [file] : []));
    const named = [...tests.matchAll(/`([^`]+)`/g)].map(([, file]) => file);
    expect(named.toSorted()).toEqual(bearing.sort());
    if (named.length === 0) expect(tests).toMatch(/^none: /);
  });
});
