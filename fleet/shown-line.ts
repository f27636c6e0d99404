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
 * is no field of ours or that takes a secret, and comments; nothing of a line that holds what looks like one. It goes by the text alone, so that it holds for files
 * that can't be parsed as well.
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
  const keys = [...text.matchAll(KEY)];
  const beginsWithKey = keys[0] !== undefined && BEFORE_FIRST_KEY.test(text.slice(0, keys[0].index));
  if (!isWithinHarmless(lines, number, beginsWithKey, fields)) return indentOf(line);
  for (const { 0: written, 1: key = "", index } of keys) {
    const valueAt = index + written.length;
    if (!BEFORE_KEY.test(text.slice(0, index)) || !isHarmless(key, text.slice(valueAt), fields)) return valueAt;
  }
  return text.length;
}

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
