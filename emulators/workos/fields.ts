import { z } from "zod";

/** Fields that several objects share, with the bounds of the specification. */

/** Unique among the objects of its kind in the environment. Lookup routes have no place for an empty one. */
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

/** A moment as RFC 3339 writes it. Later ones than the year 9998 have no short form to answer with. */
export const moment = z
  .string()
  .refine(
    (value) =>
      /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value) &&
      Date.parse(value) < Date.UTC(9999, 0),
    "must be a date and time with its offset",
  );
