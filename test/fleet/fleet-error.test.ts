import { describe, expect, test } from "vitest";
import { FleetError, isFleetError } from "../../fleet/fleet-error.ts";

const problem = (file: string, line: number, column: number, message: string) => ({ file, line, column, message });

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

  test("is recognised from another copy of the package", () => {
    class FleetErrorOfAnotherCopy extends Error {
      override readonly name = "FleetError";
    }
    expect(isFleetError(new FleetErrorOfAnotherCopy())).toBe(true);
    expect(isFleetError(new Error("FleetError"))).toBe(false);
  });
});
