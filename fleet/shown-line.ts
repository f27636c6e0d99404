import { looksRandom } from "./credentials.ts";

/** The names of fields, whatever they are in. */
export type FieldNames = {
  /** Every field of either kind of file. */
  readonly known: ReadonlySet<string>;
  /** Those that take a secret. */
  readonly secret: ReadonlySet<string>;
  /** Those that hold these. */
  readonly holders: ReadonlySet<string>;
};

/**
 * A line of a file as people may see it, `…` in place of what may be a secret and all behind it: what stands behind a key that
 * is no field of ours or that takes a secret, what was meant as such a key, and comments; nothing of a line that holds what
 * looks like a secret, or that neither begins with a key nor is a word in a list. It goes by the text alone, so that it holds for
 * files that can't be parsed as well. In doubt it shows less.
 *
 * @param number from 1
 */
export function shownLine(lines: readonly string[], number: number, fields: FieldNames): string {
  const line = (lines[number - 1] ?? "").trimEnd();
  if (looksRandom(lineOf(lines, number))) return "";
  const end = endOfHarmless(lines, number, fields);
  return end < line.length ? `${line.slice(0, end)}…` : line;
}

/** So much of a line is looked at. */
const LONGEST = 2_000;
const lineOf = (lines: readonly string[], number: number): string => (lines[number - 1] ?? "").slice(0, LONGEST);

/** A key with its colon, wherever a map may begin or go on. */
const KEY = /("(?:[^"\\]|\\.)*"|'[^']*'|(?<![^\s{}[\],"'#])[^\s{}[\],"'#]+)[ \t]*:(?=\s|$|["'{[])[ \t]*/g;
const BEFORE_FIRST_KEY = /^[\s?{[-]*$/;
const BEFORE_KEY = /(?:^|[-?{,[])\s*$/;
const COMMENT = /(?<=^|\s)#/;
/** What may stand where a secret is taken: nothing (yet), or where the secret comes from. */
const REFERENCE = /^(?:$|(["']?)\$\{(?:env|secret):[A-Za-z0-9_.-]+\}\1\s*(?:[,}\]]|$))/;
/** What may stand above a secret: a map, or the list of such. */
const MAPS = /^(?:\[\s*)?(?:\{|\]|$)/;

function endOfHarmless(lines: readonly string[], number: number, fields: FieldNames): number {
  const line = lineOf(lines, number).trimEnd();
  const comment = line.search(COMMENT);
  const text = comment < 0 ? line : line.slice(0, comment);
  if (ONLY_BRACKETS.test(text)) return text.length;
  const [first] = text.matchAll(KEY);
  const beginsWithKey = first !== undefined && BEFORE_FIRST_KEY.test(text.slice(0, first.index));
  if (!isWithinHarmless(lines, number, beginsWithKey, fields) || goesOnWithSecret(lines, number, fields))
    return indentOf(line);
  if (beginsWithKey) return endOfKnown(text, fields);
  return PLAIN_ITEM.test(text) && !beginsWithSecret(text.replace(/^\s*-\s*/, ""), fields)
    ? text.length
    : indentOf(line);
}

const ONLY_BRACKETS = /^[\s{}[\],]*$/;
const PLAIN_ITEM = /^\s*-\s+[^\s{}[\],"'#=]+\s*$/;
const TOKEN = /\$\{[\w:.-]*\}|[{}[\],]|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s{}[\],"']+|\S/g;

/** Goes through a text that begins with a key as long as all in it is a known key, its value, or an item of its list. */
function endOfKnown(text: string, fields: FieldNames): number {
  const keys = new Map([...text.matchAll(KEY)].map((key) => [key.index, key]));
  const isBegun = (at: number) => keys.has(at) || at === text.length || /[{}[\]]/.test(text.charAt(at));
  const around: ("map" | "words" | "maps")[] = [];
  let key = "";
  let until = 0; // the end of the last key
  let behind = ""; // the last token
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (index < until) continue;
    const next = index + token.length + text.slice(index + token.length).search(/\S|$/);
    const found = keys.get(index);
    if (found) {
      const { 0: written, 1: name = "" } = found;
      until = index + written.length;
      key = unquoted(name);
      if (!BEFORE_KEY.test(text.slice(0, index)) || isUnshown(key, fields)) return index;
      if (!isHarmless(key, text.slice(until), fields)) return until;
      behind = ":";
      continue;
    }
    if (token === "{") {
      around.push("map");
      if (!isBegun(next)) return index + 1;
    } else if (token === "[") {
      const isOfWords = behind === ":" && fields.known.has(key) && !fields.holders.has(key);
      around.push(isOfWords ? "words" : "maps");
      if (!isOfWords && !isBegun(next)) return index + 1;
    } else if (token === ",") {
      if (around.at(-1) !== "words" && !isBegun(next)) return index;
    } else if (token === "}" || token === "]") {
      around.pop();
      if (next < text.length && !/[,}\]]/.test(text.charAt(next))) return index + 1;
    } else if (/^["']/.test(token) && token.length > 1) {
      const isWhole = next === text.length || /[,}\]]/.test(text.charAt(next));
      if (!isWhole || (behind !== ":" && beginsWithSecret(token.slice(1), fields))) return index;
    } else if ((behind !== ":" || /[:=]/.test(token)) && beginsWithSecret(token, fields)) return index;
    behind = token;
  }
  return text.length;
}

/** Whether a line is the rest, not indented as it should be, of a value above it that may be a secret. */
function goesOnWithSecret(lines: readonly string[], number: number, { known, secret }: FieldNames): boolean {
  for (let above = number - 1; above > Math.max(0, number - FAR); above--) {
    const text = lineOf(lines, above);
    const last = [...text.matchAll(KEY)].at(-1);
    if (last?.[1] === undefined) continue;
    const name = unquoted(last[1]);
    const value = text.slice(last.index + last[0].length);
    return (!known.has(name) || secret.has(name)) && /^(?:[|>]|"(?:[^"\\]|\\.)*$|'[^']*$)/.test(value);
  }
  return false;
}

const beginsWithSecret = (text: string, { secret }: FieldNames): boolean =>
  [...secret].some((name) => text.toLowerCase().startsWith(name.toLowerCase()));

/** Whether a key may be a secret itself, or what was meant as a key with one behind it, as in `value:abc: x`. */
export const isUnshown = (key: string, fields: FieldNames): boolean =>
  !fields.known.has(key) && (/[:=\s]/.test(key) || beginsWithSecret(key, fields));

/** Whether what a line belongs to, by its indentation, is a field that takes no secret. */
function isWithinHarmless(
  lines: readonly string[],
  number: number,
  beginsWithKey: boolean,
  { known, secret, holders }: FieldNames,
): boolean {
  const line = lineOf(lines, number);
  const [indent, isItem] = [indentOf(line), ITEM.test(line)];
  if (indent === 0 && beginsWithKey && !isItem) return true;
  for (let above = number - 1; above > Math.max(0, number - FAR); above--) {
    const text = lineOf(lines, above);
    const isAround = indentOf(text) < indent || (isItem && indentOf(text) === indent && !ITEM.test(text));
    if (/^[\s{[-]*$/.test(text) || !isAround) continue;
    const last = [...text.matchAll(KEY)].at(-1);
    if (last?.[1] === undefined) return false;
    const name = unquoted(last[1]);
    return known.has(name) && !secret.has(name) && (beginsWithKey || !holders.has(name));
  }
  return beginsWithKey && number <= FAR;
}

/** So many lines above it a line is looked for that says what it belongs to. */
const FAR = 200;
const ITEM = /^\s*-/;

function isHarmless(key: string, value: string, { known, secret, holders }: FieldNames): boolean {
  const name = unquoted(key);
  if (!known.has(name)) return value === "";
  if (secret.has(name)) return REFERENCE.test(value);
  return !holders.has(name) || MAPS.test(value);
}

const unquoted = (key: string): string => key.replace(/^(["'])(.*)\1$/, "$2");

const indentOf = (line: string): number => line.search(/\S|$/);
