import { printable } from "../providers/contract/printable.ts";
import { excerptLines } from "./excerpt.ts";

/**
 * One thing wrong in one place. `line` and `column` count from 1, `file` is the path as shown to the user; of what a program gave
 * `file` says which one it is, and both are 0.
 */
export type Problem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The line as it stands in the file, up to what may be a secret. Absent where nothing of it may be shown. */
  readonly text?: string;
};

/** So many problems are shown; one wrong line of `fleet.yaml` can be one in every tenant. */
const SHOWN = 100;

/**
 * The files of a fleet can't be used. Holds every problem of every file, in reading order; the message has one
 * `file:line:column: message` for each of the first hundred, below those of a line the line itself, and a count of all. It is
 * written for the person who edits the files: show it without the stack.
 */
export class FleetError extends Error {
  override readonly name = "FleetError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = inReadingOrder(problems);
    const more = sorted.length > SHOWN ? [`and ${counted(sorted.length - SHOWN, "more problem")}`] : [];
    super([...lineByLine(sorted.slice(0, SHOWN)), ...more, countText(sorted)].join("\n"));
    this.problems = sorted;
  }
}

/** By name, not `instanceof`: a program can load this package twice. */
export const isFleetError = (error: unknown): error is FleetError =>
  error instanceof Error && error.name === "FleetError";

export const problemText = ({ file, line, column, message }: Problem): string =>
  printable(line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`);

/** Problems in reading order, and below those of a line the line itself. */
const lineByLine = (problems: readonly Problem[]): string[] =>
  problems.flatMap((problem, index) => {
    const { file, line, text } = problem;
    const isHere = (other: Problem | undefined) => other?.file === file && other.line === line;
    if (text === undefined || isHere(problems[index + 1])) return [problemText(problem)];
    const columns = problems.filter(isHere).map(({ column }) => column);
    return [problemText(problem), ...excerptLines(text, line, columns)];
  });

/** Sorted by place, each sentence once: two rules may trip over the same mistake. */
export function inReadingOrder(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map((problem) => [problemText(problem), problem]));
  return [...once.values()].sort(
    (a, b) => byText(a.file, b.file) || a.line - b.line || a.column - b.column || byText(a.message, b.message),
  );
}

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function countText(problems: readonly Problem[]): string {
  const files = new Set(problems.map((problem) => problem.file)).size;
  return `${counted(problems.length, "problem")} in ${counted(files, "file")}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
