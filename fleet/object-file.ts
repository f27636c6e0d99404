import { hiddenIn } from "../providers/contract/printable.ts";
import type { Problem } from "./fleet-error.ts";
import { type Path, pathText, type Written } from "./paths.ts";
import type { YamlFile } from "./yaml-file.ts";

/** What a program gives in place of a file: what messages call it, and its fields. */
export type SourceObject = { readonly title: string; readonly fields: object };

/**
 * Takes an object as a file that has no lines. It holds plain values, as a file does: text, numbers, true, false, null, lists and
 * maps. What is `undefined` is left out. Texts are taken in their composed form (NFC).
 */
export function objectFile({ title, fields }: SourceObject): { file?: YamlFile; problems: Problem[] } {
  const problem = (at: Path, message: string): Problem => ({
    file: title,
    line: 0,
    column: 0,
    message: at.length > 0 ? `${pathText(at)}: ${message}` : message,
  });
  const problems: Problem[] = [];
  const text = (value: string, at: Path): string => {
    const hidden = hiddenIn(value);
    if (hidden.length > 0) problems.push(problem(at, `remove ${hidden.join(", ")}: nobody sees such a character here`));
    return value.normalize("NFC");
  };
  const plain = (value: unknown, at: Path, around: readonly unknown[]): unknown => {
    if (typeof value === "string") return text(value, at);
    if (value === null || typeof value === "boolean" || Number.isFinite(value)) return value;
    if (typeof value !== "object" || around.includes(value) || !isPlain(value)) {
      problems.push(problem(at, `must be a plain value, not ${nameOf(value, around)}`));
      return null;
    }
    const inside = [...around, value];
    if (Array.isArray(value)) return value.map((item, index) => plain(item, [...at, index], inside));
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(
      entries.map(([key, member]) => [text(key, [...at, key]), plain(member, [...at, key], inside)]),
    );
  };
  const value = plain(fields, [], []) as Written;
  if (problems.length > 0) return { problems };
  const addressOf = (at: Path) => `${title}, ${pathText(at)}`;
  return {
    file: { path: title, value, problem, placeOf: pathText, addressOf, sourceOf: () => undefined },
    problems: [],
  };
}

const isPlain = (value: object): boolean =>
  Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Values that only a run knows come to a tenant as references, or by a resource of one's own. */
function nameOf(value: unknown, around: readonly unknown[]): string {
  if (around.includes(value)) return "a part of itself";
  if (value instanceof Date) return 'a Date: write it as text, such as "2026-11-01"';
  if (typeof value === "object" && value !== null)
    return "__pulumiOutput" in value
      ? "an output, which is not known yet when files are checked"
      : `a ${value.constructor?.name ?? "thing"}`;
  return value === undefined ? "undefined" : typeof value === "number" ? String(value) : `a ${typeof value}`;
}
