import { redact } from "./redaction.ts";

/**
 * What people read goes through here: our own words, with names, keys, actors and reasons in them that came from a vendor, a
 * file or the environment. Those may be written to steer a terminal, to give orders to a CI runner that reads the log, or
 * to be more than text where the log is pasted: in Markdown or HTML.
 */

/** Controls, line and paragraph separators, marks of direction and others that nobody sees, and half characters. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]/gu;

const BREAKS: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Of those, what no name holds; lines and tabs may be part of a longer text, and joiners of a letter. */
const HIDDEN = /(?![\n\r\t])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** As JSON writes it, so that a name reads the same in quotes and without. */
function escaped(character: string): string {
  const code = character.codePointAt(0)?.toString(16) ?? "";
  return BREAKS[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`);
}

/** Longer than any line of ours with all that is cut to size in it: what is left out then stands in the middle. */
const LONGEST_LINE = 4_000;

/**
 * The text as one line that is nothing but text wherever it is shown, without what looks like a credential. Done twice, it
 * is the same as done once.
 */
export function printable(text: string): string {
  const line = within(redact(text), LONGEST_LINE)
    .replace(UNSEEN, escaped)
    .replace(/<(?=[a-z/!?{])/gi, "&lt;") // HTML, in Markdown as well; and the engine's marks for colours, `<{%`.
    .replaceAll("](", "] (") // A link, or an image that is fetched from wherever it likes.
    .replace(/##(?=\w*\[)/g, "# #") // `##[group]`, `##vso[…]` and `##teamcity[…]` are orders, the first two anywhere in a line.
    .replace(/^(\s*):(?=:)/, "$1: "); // `::error::` is one at the beginning of a line.
  return line.length > LONGEST_LINE ? printable(line) : line;
}

/** The same for a text of several lines that are ours. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");

/**
 * A value as JSON that is nothing but text wherever it is shown, without what looks like a credential. What would do more stands in
 * JSON's own escapes, so that whoever parses it has the texts as they were.
 */
export function printableJson(value: unknown): string {
  const safe = (_key: string, one: unknown) => (typeof one === "string" ? redact(one) : one);
  return JSON.stringify(value, safe, 2)
    .replace(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]/gu, inJson)
    .replace(/<(?=[a-z/!?{])|(?<=\])\(|(?<=#)#|(?<=")\s*:(?=:)/gi, inJson);
}

const inJson = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");

/** A value, with what would be hidden in its texts to be seen in its place. */
export function visible(value: unknown): unknown {
  if (typeof value === "string") return value.replace(HIDDEN, escaped);
  if (Array.isArray(value)) return value.map(visible);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [visible(key), visible(member)]));
}

/** The hidden characters of a text, each once, as people call them: `U+202E`. */
export const hiddenIn = (text: string): string[] =>
  [...new Set(text.match(HIDDEN))].map((each) => `U+${each.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);

/** What somebody else wrote, cut to what a reader needs of it. */
export const excerpt = (text: string, longest = 200): string =>
  text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;

function within(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor(longest / 2) - 2;
  return `${text.slice(0, half)} … ${text.slice(-half)}`;
}
