import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FleetError, isFleetError } from "../../fleet/fleet-error.ts";
import { composeFleet } from "../../fleet/load.ts";
import { anyHostileText, harm, hostileText } from "../harness/hostile-text.ts";
import { fleetYaml } from "./sources.ts";

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

  test("is a line for each problem, whatever the files are called and hold", () => {
    fc.assert(
      fc.property(anyHostileText, anyHostileText, (file, text) => {
        const tenant = `${JSON.stringify({ tenant: text, name: 7, plan: text, [text]: text, members: [{ email: text }] })}\n`;
        const sources = { fleet: { path: file, text: fleetYaml }, tenants: [{ path: file, text: tenant }] };
        const lines = (failureOf(() => composeFleet(sources)) as FleetError).message.split("\n");
        expect(lines.flatMap(harm)).toEqual([]);
        expect(lines.at(-1)).toBe(`${counted(lines.length - 1)} in 1 file`);
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
