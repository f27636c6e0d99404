import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  visit,
} from "yaml";
import { hiddenIn } from "../providers/contract/printable.ts";
import type { Problem } from "./fleet-error.ts";
import { type Path, pathText, type Written } from "./paths.ts";

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
};

/**
 * Reads one document of plain YAML 1.2. A file with problems has no value: half of a file is not a configuration.
 *
 * Text is taken in its composed form (NFC): `é` is one name, whether an editor wrote it as one character or as two.
 *
 * Anchors, aliases and tags are refused. They let a few lines stand for millions, they hide from a reviewer what a file
 * says, and a plan does the sharing better.
 */
export function parseYaml(source: SourceFile): { file?: YamlFile; problems: Problem[] } {
  const lines = new LineCounter();
  const at = (offset: number, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file: source.path, line: Math.max(line, 1), column: Math.max(col, 1), message };
  };

  const documents = parseAllDocuments(source.text.normalize("NFC"), {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  if ("empty" in documents) return { problems: [at(0, "the file is empty")] };
  const [document, second] = documents;
  if (document === undefined) return { problems: [at(0, "the file is empty")] };

  const problems: Problem[] = [];
  // One syntax error makes the parser see many more behind it; duplicate keys stand for themselves.
  const syntax = document.errors.find((error) => error.code !== "DUPLICATE_KEY");
  if (syntax) problems.push(at(syntax.pos[0], syntaxMessage(syntax.code, syntax.message)));
  for (const error of document.errors) {
    if (error.code === "DUPLICATE_KEY") problems.push(at(error.pos[0], "this key is already used in the same map"));
  }
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
      else if (node.anchor) problems.push(at(offset, `anchors are not supported: remove &${node.anchor}`));
      if (node.tag !== undefined) problems.push(at(offset, `tags are not supported: remove ${node.tag}`));
      const hidden = isScalar(node) && typeof node.value === "string" ? hiddenIn(node.value) : [];
      if (hidden.length > 0)
        problems.push(at(offset, `remove ${hidden.join(", ")}: nobody sees such a character here`));
    },
    Pair(_, { key }) {
      const offset = (key as Node | null)?.range?.[0] ?? 0;
      if (!isScalar(key) || typeof key.value !== "string")
        problems.push(at(offset, "a key must be text: put it in quotes"));
      else if (key.value === "__proto__") problems.push(at(offset, "__proto__ can't be used as a key"));
    },
  });
  if (problems.length > 0) return { problems };

  const root = document.contents as Node | null;
  if (root === null || (isScalar(root) && root.value === null)) return { problems: [at(0, "the file is empty")] };
  if (!isMap(root)) return { problems: [at(root.range?.[0] ?? 0, "expected fields, each as `name: value`")] };
  const locate = (path: Path, blames: "key" | "value") => lines.linePos(offsetOf(root, path, blames));
  const file: YamlFile = {
    path: source.path,
    value: document.toJS(),
    problem(path, message, blames = "value") {
      const { line, col } = locate(path, blames);
      return { file: source.path, line, column: col, message: path.length ? `${pathText(path)}: ${message}` : message };
    },
    placeOf: (path) => `line ${locate(path, "value").line}`,
    addressOf: (path) => `${source.path}:${locate(path, "value").line}`,
  };
  return { file, problems: [] };
}

/** The parser's own words, without its advice to programmers. */
const syntaxMessage = (code: string, message: string): string =>
  code === "RESOURCE_EXHAUSTION" ? "invalid YAML: nested too deeply" : `invalid YAML: ${message}`;

function offsetOf(root: Node, path: Path, blames: "key" | "value"): number {
  let node: Node = root;
  let offset = node.range?.[0] ?? 0;
  for (const [depth, key] of path.entries()) {
    const child = childAt(node, key);
    if (child === undefined) break;
    const isTarget = depth === path.length - 1;
    const keyOffset = isPair(child) ? (child.key as Node).range?.[0] : undefined;
    const value = (isPair(child) ? child.value : child) as Node | null;
    offset = (isTarget && blames === "key" ? keyOffset : (value?.range?.[0] ?? keyOffset)) ?? offset;
    if (value === null) break;
    node = value;
  }
  return offset;
}

function childAt(node: Node, key: string | number): Node | Pair | undefined {
  if (isMap(node)) return node.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  if (isSeq(node) && typeof key === "number") return node.items[key] as Node | undefined;
  return undefined;
}
