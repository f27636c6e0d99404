import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  visit,
  type YAMLMap,
  type YAMLParseError,
} from "yaml";
import { hiddenIn } from "../providers/contract/printable.ts";
import type { Problem } from "./fleet-error.ts";
import { type Path, pathText, type Written } from "./paths.ts";
import { type FieldNames, isUnshown, shownLine } from "./shown-line.ts";

/** A file that was read: the path to show, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** A YAML file as plain data that still knows where everything stands. */
export type YamlFile = {
  readonly path: string;
  readonly value: Written;
  /**
   * A problem with the value at `at`, or with its key. The message names the path; where the file has no such place, the
   * position is that of the closest one around it.
   */
  problem(at: Path, message: string, blames?: "key" | "value"): Problem;
  /** For messages about another place of the same file, e.g. `line 12`. */
  placeOf(at: Path): string;
  /** The same for messages about another file, e.g. `tenants/acme.yaml:12`. */
  addressOf(at: Path): string;
  /** How the value at `at` is written, where it stands there without quotes. */
  sourceOf(at: Path): string | undefined;
};

/** Far more than a file of a fleet needs: ten thousand members. Ten times as much takes ten seconds and a gigabyte to read. */
export const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads one document of plain YAML 1.2. A file with problems has no value: half of a file is not a configuration.
 *
 * Text is taken in its composed form (NFC): `é` is one name, whether an editor wrote it as one character or as two.
 *
 * Anchors, aliases and tags are refused. They let a few lines stand for millions, they hide from a reviewer what a file
 * says, and a plan does the sharing better.
 *
 * @param fields what tells fields from secrets; without it, problems come without the line that they are in
 */
export function parseYaml(source: SourceFile, fields?: () => FieldNames): { file?: YamlFile; problems: Problem[] } {
  const text = textOf(source);
  const { placeOf, lines } = placesIn(text);
  const shown = new Map<number, string>();
  const at = (offset: number, message: string): Problem => {
    const { line, column } = placeOf(offset);
    const place = { file: source.path, line, column, message };
    if (fields === undefined) return place;
    const text = shown.get(line) ?? shownLine(lines, line, fields());
    shown.set(line, text);
    return { ...place, text };
  };

  if (text.length > MAX_FILE_BYTES)
    return { problems: [at(0, `the file is larger than ${MAX_FILE_BYTES / 1024 ** 2} MB`)] };
  const noText = text.indexOf("\0");
  if (noText >= 0) return { problems: [at(noText, "a NUL character stands here: this is no text file")] };
  const carriageReturn = text.search(/\r(?!\n)/);
  if (carriageReturn >= 0)
    return {
      problems: [at(carriageReturn, "a line ends with CR alone: save the file with LF or CRLF as its line ends")],
    };

  // The parser compares every key with every other one of its map; `repeatedKeys` does not.
  const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false });
  if ("empty" in documents) return { problems: [at(0, "the file is empty")] };
  const [document, second] = documents;
  if (document === undefined) return { problems: [at(0, "the file is empty")] };

  const problems: Problem[] = [];
  // One syntax error makes the parser see many more behind it.
  const [syntax] = document.errors;
  if (syntax) problems.push(at(syntax.pos[0], syntaxMessage(syntax, lines[placeOf(syntax.pos[0]).line - 1] ?? "")));
  if (document.directives?.yaml.explicit && document.directives.yaml.version !== "1.2") {
    problems.push(at(0, `YAML ${document.directives.yaml.version} is not supported: remove the %YAML line`));
  }
  if (second) problems.push(at(second.range[0], "a second document starts here: one file holds one document"));
  if (syntax) return { problems };

  visit(document, {
    Node(_, node) {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node))
        problems.push(at(offset, "aliases are not supported: write the value out, or share it by a plan"));
      else if (node.anchor) problems.push(at(offset, `anchors are not supported: ${inQuotes("&")}`));
      if (isMap(node))
        for (const key of repeatedKeys(node)) problems.push(at(key, "this key is already used in the same map"));
      if (node.tag !== undefined) problems.push(at(offset, tagsAreNot));
      const hidden = isScalar(node) && typeof node.value === "string" ? hiddenIn(node.value) : [];
      if (hidden.length > 0)
        problems.push(at(offset, `remove ${hidden.join(", ")}: nobody sees such a character here`));
    },
    Pair(_, { key }) {
      const offset = (key as Node | null)?.range?.[0] ?? 0;
      if (!isScalar(key) || typeof key.value !== "string")
        problems.push(at(offset, "a key must be text: put it in quotes"));
      else if (key.value === "<<")
        problems.push(at(offset, "merge keys are not supported: write the fields out, or share them by a plan"));
      else if (key.value === "__proto__") problems.push(at(offset, "__proto__ can't be used as a key"));
    },
  });
  if (problems.length > 0) return { problems };

  const root = document.contents as Node | null;
  if (root === null || (isScalar(root) && root.value === null)) return { problems: [at(0, "the file is empty")] };
  if (!isMap(root)) return { problems: [at(root.range?.[0] ?? 0, "expected fields, each as `name: value`")] };
  const locate = (path: Path, blames: "key" | "value") => nodeAt(root, path, blames).offset;
  const file: YamlFile = {
    path: source.path,
    value: document.toJS(),
    problem: (path, message, blames = "value") =>
      at(locate(path, blames), [pathText(shownPath(path, fields)), message].filter(Boolean).join(": ")),
    sourceOf: (path) => {
      const { node } = nodeAt(root, path, "value");
      return isScalar(node) && node.type === "PLAIN" ? node.source : undefined;
    },
    placeOf: (path) => `line ${placeOf(locate(path, "value")).line}`,
    addressOf: (path) => `${source.path}:${placeOf(locate(path, "value")).line}`,
  };
  return { file, problems: [] };
}

/** Up to a key that may be, or hold, what was meant as a secret. */
function shownPath(path: Path, fields: (() => FieldNames) | undefined): Path {
  if (fields === undefined) return path;
  const unshown = path.findIndex((key) => typeof key === "string" && isUnshown(key, fields()));
  return unshown < 0 ? path : path.slice(0, unshown);
}

/** The text that places in a file are counted in. */
export const textOf = (source: SourceFile): string => source.text.replace(/^\uFEFF/, "").normalize("NFC");

/** The lines of a text, and where in them an offset is; both count from 1. */
export function placesIn(text: string): {
  lines: readonly string[];
  placeOf(offset: number): { line: number; column: number };
} {
  const lines = text.split("\n");
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const placeOf = (offset: number) => {
    let [line, behind] = [0, lines.length];
    while (behind - line > 1) {
      const middle = Math.floor((line + behind) / 2);
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else behind = middle;
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
  return { lines, placeOf };
}

/** Where keys stand that their map has already. */
function repeatedKeys({ items }: YAMLMap): number[] {
  const seen = new Set<unknown>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const isRepeated = seen.has(key.value);
    seen.add(key.value);
    return isRepeated ? [key.range?.[0] ?? 0] : [];
  });
}

/** The name is not told: it may be a password that begins so. */
const inQuotes = (sign: "&" | "!"): string =>
  `remove what begins with ${sign}, or put the value in quotes if it is a text`;
const tagsAreNot = `tags are not supported: ${inQuotes("!")}`;

/** The parser's own words, without its advice to programmers, and without what it quotes of the file. */
function syntaxMessage({ code, message }: YAMLParseError, line: string): string {
  if (code === "RESOURCE_EXHAUSTION") return "invalid YAML: nested too deeply";
  if (code === "TAB_AS_INDENT" || /^ *\t/.test(line)) return "indent with spaces, not tabs";
  if (code === "BAD_DQ_ESCAPE")
    return "in double quotes a backslash begins an escape, and this is none: write \\\\ for a backslash, or use single quotes";
  if (code === "TAG_RESOLVE_FAILED") return tagsAreNot;
  return `invalid YAML: ${message.replace(/(?<=token in YAML stream|Not a YAML token|extra characters|YAML version):? .*/s, "")}`;
}

/** The node at a path, or what comes closest, and where it begins. */
function nodeAt(root: Node, path: Path, blames: "key" | "value"): { node?: Node; offset: number } {
  let node: Node = root;
  let offset = node.range?.[0] ?? 0;
  for (const [depth, key] of path.entries()) {
    const child = childAt(node, key);
    if (child === undefined) return { offset };
    const isTarget = depth === path.length - 1;
    const keyOffset = isPair(child) ? (child.key as Node).range?.[0] : undefined;
    const value = (isPair(child) ? child.value : child) as Node | null;
    offset = (isTarget && blames === "key" ? keyOffset : (value?.range?.[0] ?? keyOffset)) ?? offset;
    if (value === null) return { offset };
    node = value;
  }
  return { node, offset };
}

function childAt(node: Node, key: string | number): Node | Pair | undefined {
  if (isMap(node)) return pairsOf(node).get(key);
  if (isSeq(node) && typeof key === "number") return node.items[key] as Node | undefined;
  return undefined;
}

/** By key, worked out once for each map that problems are found in. */
const pairs = new WeakMap<YAMLMap, ReadonlyMap<unknown, Pair>>();
function pairsOf(map: YAMLMap): ReadonlyMap<unknown, Pair> {
  const known =
    pairs.get(map) ?? new Map(map.items.map((pair) => [isScalar(pair.key) ? pair.key.value : undefined, pair]));
  pairs.set(map, known);
  return known;
}
