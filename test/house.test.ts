import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { preProcessFile } from "typescript";
import { describe, expect, test } from "vitest";

/**
 * The house, top floor first. A file imports from its own room and from lower floors; rooms on one floor do not import
 * each other.
 */
const FLOORS: readonly (readonly string[])[] = [
  ["examples"],
  ["cli"],
  ["policies"],
  ["components"],
  ["fleet"],
  ["providers/runtime.ts"],
  ["providers/workos", "providers/openai"],
  ["providers/kit.ts"],
  ["providers/http", "providers/host"],
  ["providers/contract"],
  ["emulators/index.ts"],
  ["emulators/workos", "emulators/openai"],
  ["emulators/core"],
  ["engine"],
];

/** Outside of the house: these import anything, and nothing in it imports them. */
const OUTSIDE = ["test", "bench", "generate"];

/** Rooms that import nothing of ours, although something lies below them. */
const ALONE = ["providers/contract", "emulators/core"];

const root = join(import.meta.dirname, "..");
const files = globSync("*/**/*.ts", { cwd: root, exclude: ["**/node_modules", "dist"] });

/** "./dist/fleet/index.js", which an example imports as "tenantry/fleet", is compiled from "fleet/index.ts". */
const entries: Record<string, string> = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).exports as Record<string, string>).map(
    ([entry, file]) => [entry.replace(".", "tenantry"), file.replace("./dist/", "").replace(/\.js$/, ".ts")],
  ),
);

/** Files of ours that a source text imports: as values or types, statically or dynamically. */
function importsOf(file: string, text: string): string[] {
  const specifiers = preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith(".")) return [normalize(join(dirname(file), specifier))];
    return entries[specifier] ?? [];
  });
}

const imports = new Map(files.map((file) => [file, importsOf(file, readFileSync(join(root, file), "utf8"))]));

const roomOf = (file: string): string | undefined =>
  [...OUTSIDE, ...FLOORS.flat()].find((room) => file === room || file.startsWith(`${room}/`));
const floorOf = (room: string): number => FLOORS.findIndex((rooms) => rooms.includes(room));

function isAllowed(from: string, to: string): boolean {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === undefined || there === undefined) return false;
  if (OUTSIDE.includes(here) || here === there) return true;
  return !OUTSIDE.includes(there) && !ALONE.includes(here) && floorOf(here) < floorOf(there);
}

/** Groups of files that import each other, directly or through others. Source: Tarjan, "Depth-first search and linear graph algorithms". */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (file: string): number => {
    let low = order.size;
    order.set(file, low);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
      lowest.set(file, low);
    }
    if (low === order.get(file)) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1 || graph.get(file)?.includes(file)) found.push(circle.sort().join(" <-> "));
    }
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found.sort();
}

test("every file stands in a room, and every import is found", () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  const missing = [...imports].flatMap(([from, targets]) =>
    targets.filter((to) => /\.ts$/.test(to) && !imports.has(to)).map((to) => `${from} -> ${to}`),
  );
  expect(missing).toEqual([]);
});

test("imports point down the house", () => {
  const wrong = [...imports].flatMap(([from, targets]) =>
    targets.filter((to) => !isAllowed(from, to)).map((to) => `${from} -> ${to}`),
  );
  expect(wrong.sort()).toEqual([]);
});

test("no imports go in a circle", () => {
  expect(circles(imports)).toEqual([]);
});

describe("what these tests see", () => {
  test.each([
    'import { a } from "../fleet/load.ts";',
    'import type { A } from "../fleet/load.ts";',
    'import { type A, b } from "../fleet/load.ts";',
    'import "../fleet/load.ts";',
    'export * from "../fleet/load.ts";',
    'export type { A } from "../fleet/load.ts";',
    'const { a } = await import("../fleet/load.ts");',
    'let a: import("../fleet/load.ts").A;',
  ])("%s", (text) => {
    expect(importsOf("cli/main.ts", text)).toEqual(["fleet/load.ts"]);
  });

  test("an entry of the package by its name, and no comment or string", () => {
    expect(importsOf("examples/fleet/index.ts", 'import { Fleet } from "tenantry";')).toEqual(["components/index.ts"]);
    expect(importsOf("cli/main.ts", '// import "./a.ts";\nconst text = `import("./a.ts")`;')).toEqual([]);
  });

  test.each([
    [["a -> b", "b -> a"], ["a <-> b"]],
    [["a -> b", "b -> c", "c -> a", "c -> d"], ["a <-> b <-> c"]],
    [["a -> b", "a -> c", "b -> d", "c -> d"], []],
    [["a -> a"], ["a"]],
  ])("%j goes in the circles %j", (arrows, expected) => {
    const graph = new Map<string, string[]>();
    for (const [from = "", to = ""] of arrows.map((arrow) => arrow.split(" -> ")))
      graph.set(from, [...(graph.get(from) ?? []), to]);
    expect(circles(graph)).toEqual(expected);
  });
});
