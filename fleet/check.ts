import { z } from "zod";
import { excerpt } from "../providers/contract/printable.ts";
import { alike, nearest } from "./nearest.ts";
import { type Path, valueAt, type Written } from "./paths.ts";

/** One thing a schema found wrong: where in the value, and whether the key or what stands behind it is to blame. */
export type Finding = { readonly path: Path; readonly blames: "key" | "value"; readonly message: string };

/**
 * Everything that keeps `value` from fitting the schema, in words for the person who wrote the file.
 *
 * @param sourceOf how the value at a path is written, where it is written without quotes
 */
export function check(
  schema: z.ZodType,
  value: unknown,
  sourceOf: (path: Path) => string | undefined = () => undefined,
): Finding[] {
  const result = schema.safeParse(value, {
    error: (issue) => {
      const path = (issue.path ?? []) as Path; // of a choice between schemas it begins there
      return describe(issue, valueAt(value as Written, path) === issue.input ? sourceOf(path) : undefined);
    },
  });
  return result.success ? [] : result.error.issues.flatMap((issue) => findings(schema, issue));
}

function findings(schema: z.ZodType, issue: z.core.$ZodIssue): Finding[] {
  const path = issue.path as Path; // YAML has no symbols
  switch (issue.code) {
    case "unrecognized_keys": {
      const judge = schemaAt(schema, path);
      const known = fieldNames(judge);
      const page = judge && pages.get(judge)?.page;
      return issue.keys.map((key) => ({
        path: [...path, key],
        blames: "key",
        message: unknownField(key, known, page),
      }));
    }
    case "invalid_key":
      return issue.issues.map(({ message }) => ({ path, blames: "key", message }));
    case "invalid_type":
      return [{ path, blames: issue.expected === "never" ? "key" : "value", message: issue.message }];
    default:
      return [{ path, blames: "value", message: issue.message }];
  }
}

function unknownField(key: string, known: readonly string[], page: string | undefined): string {
  const meant = meantBy(key, known);
  return meant === undefined
    ? `unknown field; known are ${listed(key, known, page)}`
    : `unknown field, did you mean ${meant}?`;
}

/** The page of the documentation that has the whole of a long list, by the schema that has the list. */
export const pages = z.registry<{ readonly page: string }>();

/** More names than these nobody reads in a message; then a few are told. */
const MOST_NAMES = 30;
const FEW_NAMES = 5;

/** Of a long list what begins so, as one types it who knows the beginning alone; else the nearest. */
function meantBy(word: string, known: readonly string[]): string | undefined {
  const begun = known.length > MOST_NAMES && word !== "" ? known.filter((name) => name.startsWith(word)) : [];
  return begun.length > 0 && begun.length <= FEW_NAMES ? begun.join(" or ") : nearest(word, known);
}

function listed(word: string, known: readonly string[], page: string | undefined): string {
  if (known.length <= MOST_NAMES) return known.join(", ");
  const more = `${alike(word, known, FEW_NAMES).join(", ")} and ${known.length - FEW_NAMES} more`;
  return page === undefined ? more : `${more}, all of which ${page} has`;
}

/** Asked for every issue whose schema brings no sentence of its own. */
function describe(issue: z.core.$ZodRawIssue, source: string | undefined): string | undefined {
  if (issue.input === undefined) return "is missing";
  switch (issue.code) {
    case "invalid_type":
      return `expected ${nounOf(issue.expected)}, found ${found(issue.input)}${advice(issue.expected, issue.input, source)}`;
    case "invalid_value": {
      const words = issue.values.map(String);
      if (issue.input === null) return `expected one of ${listed("", words, undefined)}, found nothing`;
      const given = excerpt(String(issue.input));
      const meant = meantBy(given, words);
      const page = issue.inst && pages.get(issue.inst as z.ZodType)?.page;
      return meant === undefined
        ? `"${given}" is not one of ${listed(given, words, page)}`
        : `"${given}" is not known, did you mean ${meant}?`;
    }
    case "too_small":
      if (issue.origin === "string")
        return issue.minimum === 1 ? "must not be empty" : `must have at least ${issue.minimum} characters`;
      return `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string"
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

const nouns: Partial<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};
const nounOf = (expected: string): string => nouns[expected] ?? expected;

function found(input: unknown): string {
  if (input === null) return "nothing";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object") return "a map";
  return typeof input === "string" ? "text" : String(input);
}

/** What YAML made of what is written, where it may be a surprise, and what to write instead. */
function advice(expected: string, input: unknown, source: string | undefined): string {
  if (input === null && expected === "string" && /^N(?:ull|ULL)$/.test(source ?? ""))
    return `, which ${source} means in YAML: put it in quotes if it is meant as a word, or remove the line to leave it unmanaged`;
  if (input === null) {
    return expected === "array"
      ? ": write [] for none, or remove the line to leave it unmanaged"
      : ": fill it in, or remove the line to leave it unmanaged";
  }
  if (expected === "string" && (typeof input === "number" || typeof input === "boolean"))
    return `${source === undefined || source === String(input) ? "" : `, which is what YAML makes of ${source}`}: put it in quotes`;
  if (expected === "boolean" && typeof input === "string" && /^(?:y|yes|on)$/i.test(input)) return ": write true";
  if (expected === "boolean" && typeof input === "string" && /^(?:n|no|off)$/i.test(input)) return ": write false";
  if (/^(?:number|int)$/.test(expected) && typeof input === "string" && /^\d+$/.test(input))
    return ": write it without quotes";
  return "";
}

const fieldNames = (schema: z.ZodType | undefined): string[] =>
  schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum
    ? schema.keyType.options.map(String)
    : schema instanceof z.ZodObject
      ? Object.keys(schema.shape).filter((name) => !(unwrapped(schema.shape[name]) instanceof z.ZodNever))
      : [];

/** The schema that judges the value at `path`. */
export function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let current: z.ZodType | undefined = unwrapped(schema);
  for (const key of path) {
    if (current instanceof z.ZodObject) current = unwrapped(current.shape[key]);
    else if (current instanceof z.ZodRecord) current = unwrapped(current.valueType as z.ZodType);
    else if (current instanceof z.ZodArray) current = unwrapped(current.element as z.ZodType);
    else return undefined;
  }
  return current;
}

/** Without what makes it optional or brings it into canonical form. */
function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in as z.ZodType);
  return schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}
