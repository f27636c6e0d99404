import { printable } from "../providers/contract/printable.ts";

/** So much of a line is shown. */
const WIDEST = 100;

/**
 * A line of a file with a mark below each of the columns, as two lines of text; none where no column is in what is shown.
 *
 * @param text the line as people may see it
 * @param columns from 1
 */
export function excerptLines(text: string, line: number, columns: readonly number[]): string[] {
  const [first] = columns.filter((column) => column <= text.length + 1);
  if (first === undefined || text.replace("…", "").trim() === "") return [];
  const from = text.length <= WIDEST ? 0 : Math.max(0, Math.min(first - 1 - WIDEST / 2, text.length - WIDEST));
  const part = text.slice(from, from + WIDEST);
  const [cutBefore, cutBehind] = [from > 0 ? "…" : "", from + WIDEST < text.length ? "…" : ""];
  const at = (column: number) => widthOf(printable(cutBefore + part.slice(0, column - 1 - from)));
  const marks = columns.filter((column) => column > from && column <= from + part.length + 1).map(at);
  const carets = Array.from({ length: Math.max(...marks) + 1 }, (_, index) => (marks.includes(index) ? "^" : " "));
  const number = String(line);
  return [
    `  ${number} | ${printable(cutBefore + part + cutBehind)}`,
    `  ${" ".repeat(number.length)} | ${carets.join("")}`,
  ];
}

const COMBINING = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** What terminals show in two columns: East Asian scripts, their forms of others, and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** The columns that a terminal needs for a text. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, each) => sum + (COMBINING.test(each) ? 0 : WIDE.test(each) ? 2 : 1), 0);
