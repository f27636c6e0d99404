import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FleetError, isFleetError } from "../../fleet/fleet-error.ts";
import { composeFleet } from "../../fleet/load.ts";
import { anyHostileText, harm, hostileText } from "../harness/hostile-text.ts";
import { fleetYaml, problemLines } from "./sources.ts";

const problem = (file: string, line: number, column: number, message: string) => ({ file, line, column, message });

const counted = (problems: number): string => `${problems} problem${problems === 1 ? "" : "s"}`;

function failureOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("FleetError", () => {
  test("lists problems in reading order, each once, and counts them", () => {
    const error = new FleetError([
      problem("b.yaml", 1, 1, "late"),
      problem("a.yaml", 10, 1, "third"),
      problem("a.yaml", 9, 12, "second"),
      problem("a.yaml", 9, 2, "first"),
      problem("a.yaml", 9, 2, "first"),
    ]);
    expect(error.message).toBe(
      [
        "a.yaml:9:2: first",
        "a.yaml:9:12: second",
        "a.yaml:10:1: third",
        "b.yaml:1:1: late",
        "4 problems in 2 files",
      ].join("\n"),
    );
    expect(error.problems.map(({ message }) => message)).toEqual(["first", "second", "third", "late"]);
  });

  test("counts one as one", () => {
    expect(new FleetError([problem("a.yaml", 1, 1, "only")]).message).toBe("a.yaml:1:1: only\n1 problem in 1 file");
  });

  describe("shows below the problems of a line", () => {
    const shown = (text: string, ...columns: number[]) =>
      new FleetError(columns.map((column) => ({ ...problem("a.yaml", 12, column, "x"), text }))).message
        .split("\n")
        .slice(columns.length, -1);

    test("the line, with a mark for each of them", () => {
      const text = "  - { slug: engineer, name: Engineer }";
      const problems = [13, 29].map((column) => ({ ...problem("a.yaml", 12, column, `wrong at ${column}`), text }));
      expect(new FleetError([...problems, { ...problem("a.yaml", 7, 1, "first"), text: "name" }]).message).toBe(
        [
          "a.yaml:7:1: first",
          "  7 | name",
          "    | ^",
          "a.yaml:12:13: wrong at 13",
          "a.yaml:12:29: wrong at 29",
          "  12 |   - { slug: engineer, name: Engineer }",
          "     |             ^               ^",
          "3 problems in 1 file",
        ].join("\n"),
      );
    });

    test("nothing where none of it may be shown, or where the column is behind what may be", () => {
      for (const text of ["", "  ", "  …", "vault: …"]) expect(shown(text, 30)).toEqual([]);
      expect(shown("vault: …", 8, 30)).toEqual(["  12 | vault: …", "     |        ^"]);
    });

    test("nothing where one of its problems has nothing to show", () => {
      const text = "name: x";
      const silent = problem("a.yaml", 1, 9, "a secret");
      expect(new FleetError([{ ...problem("a.yaml", 1, 1, "x"), text }, silent]).message.split("\n")).toHaveLength(3);
      expect(new FleetError([{ ...problem("a.yaml", 1, 10, "x"), text }, silent]).message.split("\n")).toHaveLength(3);
    });

    test.each([
      ["a tab", "\ta: b", 2, ["  12 | \\ta: b", "     |   ^"]],
      ["wide letters", "名前: ü", 5, ["  12 | 名前: ü", "     |       ^"]],
      ["accents on their own", "e\u0301: x", 5, ["  12 | e\u0301: x", "     |    ^"]],
      ["pictures", "🎉🎉: x", 7, ["  12 | 🎉🎉: x", "     |       ^"]],
      ["what is made harmless", "\u202e<b>: x", 7, ["  12 | \\u202e&lt;b>: x", "     |               ^"]],
      ["the end of the line", "a:", 3, ["  12 | a:", "     |   ^"]],
    ])("with its mark in place behind %s", (_, text, column, expected) => {
      expect(shown(text, column)).toEqual(expected);
    });

    test("a hundred characters around the first column, of a longer one", () => {
      const text = `${"a".repeat(200)}b${"c".repeat(200)}`;
      const [line, marks] = shown(text, 201, 211, 300);
      expect(line).toBe(`  12 | …${"a".repeat(50)}b${"c".repeat(49)}…`);
      expect(marks).toBe(`     | ${" ".repeat(51)}^${" ".repeat(9)}^`);
      expect(shown(text, 1)[0]).toBe(`  12 | ${"a".repeat(100)}…`);
      expect(shown(text, 401)).toEqual([`  12 | …${"c".repeat(100)}`, `     | ${" ".repeat(100)}^`]);
    });
  });

  test("shows the first hundred of many, and counts all", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => problem("a.yaml", index + 1, 1, "x"));
    expect(new FleetError(many(100)).message.split("\n").slice(-2)).toEqual([
      "a.yaml:100:1: x",
      "100 problems in 1 file",
    ]);
    const error = new FleetError([...many(512), problem("b.yaml", 1, 1, "x")]);
    expect(error.message.split("\n").slice(-3)).toEqual([
      "a.yaml:100:1: x",
      "and 413 more problems",
      "513 problems in 2 files",
    ]);
    expect(error.message.split("\n")).toHaveLength(102);
    expect(error.problems).toHaveLength(513);
    expect(new FleetError(many(101)).message).toContain("\nand 1 more problem\n101 problems in 1 file");
  });

  test("is a line for each problem, whatever the files are called and hold", () => {
    fc.assert(
      fc.property(anyHostileText, anyHostileText, (file, text) => {
        const tenant = `${JSON.stringify({ tenant: text, name: 7, plan: text, [text]: text, members: [{ email: text }] })}\n`;
        const sources = { fleet: { path: file, text: fleetYaml }, tenants: [{ path: file, text: tenant }] };
        const lines = (failureOf(() => composeFleet(sources)) as FleetError).message.split("\n");
        expect(lines.flatMap(harm)).toEqual([]);
        expect(lines.at(-1)).toBe(`${counted(problemLines(lines.join("\n")).length)} in 1 file`);
      }),
      { examples: [[hostileText, hostileText]], numRuns: 50 },
    );
  });

  test("is recognised from another copy of the package", () => {
    class FleetErrorOfAnotherCopy extends Error {
      override readonly name = "FleetError";
    }
    expect(isFleetError(new FleetErrorOfAnotherCopy())).toBe(true);
    expect(isFleetError(new Error("FleetError"))).toBe(false);
  });
});
