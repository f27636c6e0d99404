import type { Result } from "./life.ts";

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = [Math.floor, Math.ceil].map(
    (round) => sorted[round((sorted.length - 1) / 2)],
  );
  return (low + high) / 2;
}

/** One scenario at one size with one tool: medians over the rounds. */
export interface Row {
  readonly scenario: string;
  readonly tenants: number;
  readonly tool: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly requests: number;
  readonly bytesEach?: number;
  /** Time as a multiple of the least that the vendors' limits allow. */
  readonly floor?: number;
  /** Time as a share of the other tool's. */
  readonly ratio?: number;
  /** By what the time grows when the number of tenants doubles, since the next smaller size. */
  readonly growth?: number;
}

export function rows(results: readonly Result[], against: string): Row[] {
  const made: Row[] = [];
  const groups = Map.groupBy(results, ({ scenario, tenants, tool }) => JSON.stringify([scenario, tenants, tool]));
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { scenario, tenants, tool, state } = first;
    const of = (read: (result: Result) => number) => median(group.map(read));
    const seconds = of((result) => result.seconds);
    const other = results.filter((r) => r.scenario === scenario && r.tenants === tenants && r.tool === against);
    const smaller = made
      .filter((row) => row.scenario === scenario && row.tool === tool && row.tenants < tenants)
      .at(-1);
    made.push({
      ...{ scenario, tenants, tool, seconds },
      cpuSeconds: of((result) => result.cpuSeconds),
      peakBytes: of((result) => result.peakBytes),
      requests: of((result) => Object.values(result.requests).reduce((sum, count) => sum + count, 0)),
      ...(state && state.resources > 0 && { bytesEach: state.bytes / state.resources }),
      ...(first.floorSeconds && { floor: seconds / of((result) => result.floorSeconds ?? Number.NaN) }),
      ...(tool !== against && other.length > 0 && { ratio: seconds / median(other.map((result) => result.seconds)) }),
      ...(smaller && { growth: (seconds / smaller.seconds) ** (1 / Math.log2(tenants / smaller.tenants)) }),
    });
  }
  return made;
}

const HEAD = [
  "scenario",
  "tenants",
  "tool",
  "time",
  "ratio",
  "growth per doubling",
  "of the floor",
  "CPU",
  "memory",
  "requests",
  "state each",
];

/** As a table of Markdown, which a terminal shows as well. */
export function table(made: readonly Row[]): string {
  const cells = made.map(({ scenario, tenants, tool, ratio, growth, floor, bytesEach, ...row }) => [
    ...[scenario, String(tenants), tool],
    `${row.seconds.toFixed(1)} s`,
    ratio === undefined ? "" : ratio.toFixed(2),
    growth === undefined ? "" : growth.toFixed(2),
    floor === undefined ? "" : floor.toFixed(2),
    `${row.cpuSeconds.toFixed(1)} s`,
    `${Math.round(row.peakBytes / 1e6)} MB`,
    String(row.requests),
    bytesEach === undefined ? "" : `${Math.round(bytesEach)} B`,
  ]);
  const widths = HEAD.map((title, column) =>
    Math.max(...[HEAD, ...cells].map((row) => row[column]?.length ?? 0), title.length),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(HEAD), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}
