import { isMap, isScalar, type Node, type Pair, parseDocument, stringify, type YAMLMap } from "yaml";

/** What a vendor calls a tenant's objects after its key, where its file does not say so itself. */
export interface VendorNames {
  readonly externalId: boolean;
  readonly projectName: boolean;
}

/**
 * The text of a tenant's file under another key: `tenant` changes, `formerly` gets the old one, and what vendors call it after its
 * key is written out, so that it stays. Nothing else of the text changes, comments and order included.
 * @param text a file without problems
 * @param missing what is to be written out
 */
export function renamed(text: string, from: string, to: string, missing: VendorNames): string {
  const root = parseDocument(text).contents as YAMLMap;
  const edits: Edit[] = [];
  const pairOf = (map: YAMLMap, name: string): Pair | undefined =>
    map.items.find(({ key }) => isScalar(key) && key.value === name);
  const key = pairOf(root, "tenant") as Pair;
  const [start, end] = rangeOf(key.value);
  edits.push({ start, end, text: asText(to) });

  const formerly = pairOf(root, "formerly");
  const written = formerly && (formerly.value as { items: { value: string }[] }).items.map(({ value }) => value);
  const keys = [...(written ?? []), ...(written?.includes(from) ? [] : [from])];
  const added = [
    ...(formerly ? [] : [`formerly: [${asText(from)}]`]),
    ...(missing.externalId ? [`externalId: ${asText(from)}`] : []),
    ...(missing.projectName && !pairOf(root, "openai") ? [`openai: { project: { name: ${asText(from)} } }`] : []),
  ];
  if (formerly) {
    const [first, last] = rangeOf(formerly.value);
    const trailing = text.slice(first, last).match(/\s*$/)?.[0] ?? "";
    edits.push({ start: first, end: last, text: `[${keys.map(asText).join(", ")}]${trailing}` });
  }
  const after = end + (text.slice(end).match(/^[^\r\n]*/)?.[0].length ?? 0);
  if (added.length > 0)
    edits.push({ start: after, end: after, text: added.map((line) => `${eol(text)}${line}`).join("") });

  const openai = pairOf(root, "openai")?.value;
  if (missing.projectName && isMap(openai)) {
    const project = pairOf(openai, "project")?.value;
    edits.push(
      isMap(project)
        ? before(text, project, `name: ${asText(from)}`)
        : before(text, openai, `project: { name: ${asText(from)} }`),
    );
  }
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((changed, { start, end, text }) => changed.slice(0, start) + text + changed.slice(end), text);
}

/** In quotes where YAML takes a key for a number or the like, such as `42`, `1e3` and `null`. */
const asText = (key: string): string => stringify(key).trimEnd();

const eol = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const rangeOf = (node: unknown): [start: number, end: number] => {
  const [start, end] = (node as Node).range as [number, number, number];
  return [start, end];
};

/** Puts a field before all others of a map. */
function before(text: string, map: YAMLMap, field: string): Edit {
  const [start] = rangeOf(map);
  const [pair] = map.items;
  if (map.flow) {
    const inside = start + 1;
    return { start: inside, end: inside, text: pair ? ` ${field},` : ` ${field} ` };
  }
  const at = rangeOf((pair as Pair).key)[0];
  const indentation = at - (text.lastIndexOf("\n", at - 1) + 1);
  return { start: at, end: at, text: `${field}${eol(text)}${" ".repeat(indentation)}` };
}
