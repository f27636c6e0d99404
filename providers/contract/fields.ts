import { z } from "zod";
import { local } from "./marks.ts";
import { publicMailDomains } from "./public-mail-domains.ts";

/**
 * What the fields of every vendor are made of. A field is the schema of one value; it yields the value's canonical form.
 * Each message is one sentence that follows the name of the field, in a file's error as in a provider's.
 */

/** An id that the vendor gave. */
export const vendorId = z.string().min(1, "must not be empty");

const notEmpty = "must not be empty";
const atMost = (longest: number): string => `must have at most ${longest} characters`;

/** Any text of at most `longest` characters. */
export const text = (longest: number) => z.string().max(longest, atMost(longest));

/** Text of a form, for which `otherwise` is what to say of every other one. */
export const matching = (longest: number, form: RegExp, otherwise: string) => text(longest).regex(form, otherwise);

/** Neither controls and separators of lines nor marks that turn the direction of the text around them. */
const aLine = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u;
const notALine = "must be a single line without control characters";

/** One line of text, of at most `longest` characters. Blanks around it do not count. */
export const line = (longest: number) =>
  z.string().trim().min(1, notEmpty).max(longest, atMost(longest)).regex(aLine, notALine);

/** The same where the vendor takes ASCII only: ids of our own. */
export const asciiLine = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, notEmpty)
    .max(longest, atMost(longest))
    .regex(/^[\x20-\x7e]*$/, "must be plain ASCII");

/** A line beside a name; null for none. One of blanks is none as well: the vendor may keep it as null. */
export const lineOrNone = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, atMost(longest))
    .regex(aLine, notALine)
    .transform((given) => given || null)
    .nullable();

/** A whole number from 1 on, with the unit for the message, e.g. `days`. */
export const upTo = (most: number, unit: string) => {
  const error = `must be 1 to ${most} ${unit}`;
  return z.int().min(1, error).max(most, error);
};

/** The canonical form of a list whose order means nothing: each text once, sorted. */
export const asSet = <Text extends string>(texts: readonly Text[]): Text[] => [...new Set(texts)].sort();

/** Of an OAuth scope, or of what a key may do. */
export const scope = z.string().trim().regex(/^\S+$/, "must be a scope, without spaces");

/** An e-mail address; case does not count. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, atMost(254))
  .regex(z.regexes.email, "must be an e-mail address");

/** A domain name such as `acme.example`; case does not count. */
export const domain = text(253)
  .trim()
  .toLowerCase()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/,
    "must be a domain name such as acme.example (an internationalised one in its xn-- form)",
  )
  .refine((name) => !publicMailDomains.has(name), "is a public mail provider: no customer can own it");

/** `pt-BR` for `pt-br`; `undefined` for what is no language tag. */
export function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** Of a language, e.g. `de` or `pt-BR`. */
export const locale = z
  .string()
  .refine((tag) => canonicalLocale(tag) !== undefined, "must be a language tag such as de or pt-BR")
  .transform((tag) => canonicalLocale(tag) ?? tag);

/** `2027-01-01T00:00:00Z` for any moment of that second, in RFC 3339. */
export const toSecond = (moment: string): string =>
  `${new Date(Math.floor(Date.parse(moment) / 1000) * 1000).toISOString().slice(0, 19)}Z`;

/** A moment in RFC 3339, canonically in UTC and to the second. */
export const moment = z.iso
  .datetime({ offset: true, error: "must be a date and time such as 2027-01-01T00:00:00Z" })
  .transform(toSecond);

/**
 * What the setting was until this stack first wrote it, by the names of the arguments: its removal puts that back. Null where
 * there was none.
 */
export const before = local(z.record(z.string(), z.json()).nullable());

/** Whether the customer is suspended. Anything but true is the same as to leave it out. */
export const suspended = z.boolean().transform((is) => is || undefined);

/** RFC 3339, as the vendor says it. */
export const timestamp = z.string();

/** Unix seconds. */
export const unixTime = z.number();

/** An address on the web without a fragment, blanks or a user name, of which `problemOf` says what else is wrong. */
const address = (problemOf: (url: URL | undefined) => string | undefined) =>
  text(2048)
    .trim()
    .superRefine((given, context) => {
      const url = URL.canParse(given) ? new URL(given) : undefined;
      const problem = problemOf(url) ?? unfitPart(url, given);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem, input: given });
    });

function unfitPart(url: URL | undefined, given: string): string | undefined {
  if (given.includes("#")) return "must have no fragment (#…)";
  if (/\s/.test(given)) return "must have no blanks";
  return url?.username || url?.password ? "must have no user name" : undefined;
}

const isHttps = (url: URL | undefined): boolean => url?.protocol === "https:";

const isHttpOnLoopback = (url: URL | undefined): boolean =>
  url?.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);

/** An https address, without a fragment. */
export const httpsUrl = address((url) => (isHttps(url) ? undefined : "must be an https address"));

/** Where people are sent: https, or http to the machine itself, as native apps need it. No fragment (RFC 6749, 3.1.2). */
export const redirectUri = address((url) =>
  isHttps(url) || isHttpOnLoopback(url)
    ? undefined
    : "must be an https address; http goes to localhost, 127.0.0.1 and [::1] only",
);

/** What a browser sends as `Origin`: scheme, host and port. http is for the machine itself. */
export const origin = text(2048)
  .trim()
  .toLowerCase()
  .refine((given) => {
    const url = URL.canParse(given) ? new URL(given) : undefined;
    return (isHttps(url) || isHttpOnLoopback(url)) && url?.origin === given;
  }, "must be an origin such as https://app.example.com or http://localhost:3000: no path, no final slash, no standard port");
