import { z } from "zod";
import { mapOf } from "../core/map-of.ts";

/** Fields that several objects share, with the bounds of the specification. */

/** Unique among the objects of its kind in the environment. An empty one cannot be looked up: it would be an empty path segment. */
export const externalId = z
  .string()
  .min(1, "must not be empty")
  .max(128, "must be at most 128 characters")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the specification's own pattern
  .regex(/^[\x00-\x7F]+$/, "must be ASCII");

export const email = z
  .string()
  .max(254, "must be at most 254 characters")
  .regex(/^[^\s@,<>"]+@[^\s@,<>".]+(\.[^\s@,<>".]+)+$/, "must be an e-mail address");

const text48 = z.string().min(1, "must not be empty").max(48, "must be at most 48 characters");

/** Of roles and permissions. */
export const shortName = text48;
export const description = z.string().max(150, "must be at most 150 characters").nullable();
export const resourceTypeSlug = text48;
export const slugOf = (alphabet: RegExp, wording: string) => text48.regex(alphabet, wording);

/** A moment in RFC 3339 format, up to the year 9998, so that answers always have a four-digit year. */
export const moment = z
  .string()
  .refine(
    (value) =>
      /^\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value) &&
      isInCalendar(value) &&
      Date.parse(value) < Date.UTC(9999, 0),
    "must be a date and time with its offset",
  );

/** Whether the day of an ISO 8601 date exists in its month: `Date.parse` reads February 30 as March 2. */
export function isInCalendar(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.slice(0, 10).split("-").map(Number);
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const MAX_DEPTH = 32;

/** Any JSON object up to a depth: a very deep one can be parsed, but writing it as JSON overflows the stack. */
export const jsonObject = mapOf(z.unknown()).refine(
  (value) => depthIsAtMost(value, MAX_DEPTH),
  `must be nested at most ${MAX_DEPTH} levels`,
);

function depthIsAtMost(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => depthIsAtMost(member, levels - 1));
}
