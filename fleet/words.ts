import { z } from "zod";
import { publicMailDomains } from "../providers/workos/public-mail-domains.ts";

/**
 * What the schemas of both kinds of file are made of. Each checks one value by itself and yields its canonical form
 * (trimmed; e-mails and domains in lower case).
 *
 * Absent means unmanaged, `null` means clear, so a field takes `null` only where the vendor can clear it. Nothing is
 * filled in: a default would turn "unmanaged" into a claim.
 */

/**
 * Words of the vocabulary that nothing acts on yet. Refusing them by name keeps a file from promising what nobody does,
 * and tells "too early" from "misspelt".
 */
export const notYet = <Name extends string>(...names: Name[]) => refused(names, notSupportedYet);
const notSupportedYet = "is not supported yet";

export const refused = <Name extends string>(names: readonly Name[], why: string) =>
  Object.fromEntries(names.map((name) => [name, z.never({ error: why }).exactOptional()])) as Record<
    Name,
    z.ZodExactOptional<z.ZodNever>
  >;

/** One of `words`; a word that will come later is told from a wrong one. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  later: readonly string[] = [],
) =>
  z.enum(words, {
    error: (issue) =>
      typeof issue.input === "string" && later.includes(issue.input)
        ? `"${issue.input}" ${notSupportedYet}`
        : undefined,
  });

/** A required value that is absent is reported as missing, not as wrong. */
export const unlessMissing = (why: string) => (issue: { input: unknown }) =>
  issue.input === undefined ? undefined : why;

export const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, { error: "must be a single line without control characters" });

export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,46}[a-z0-9]$/, {
  error: "must be lower-case letters, digits and inner hyphens, 2 to 48 characters",
});

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(z.regexes.email, { error: "is not an e-mail address" });

export const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/, {
    error: "is not a domain such as acme.example (write an internationalised one in its xn-- form)",
  })
  .refine((name) => !publicMailDomains.has(name), { error: "is a public mail provider: no customer can own it" });

export const schemaVersion = z.literal(1, { error: unlessMissing("must be 1, the only version this release reads") });

export const permissionSlug = z
  .string()
  .min(1)
  .max(48)
  .regex(/^[a-z0-9:_.*-]+$/, { error: "may hold lower-case letters, digits and - _ : . * only" });

/** What a role is for. The organization itself is the usual one; others are made in the WorkOS dashboard. */
export const resourceType = z
  .string()
  .min(1)
  .max(48)
  .regex(/^[a-z0-9_-]+$/, { error: "may hold lower-case letters, digits, - and _ only" });

/** Null clears it at the vendor. */
export const description = line(150).nullable();

export const ascii = /^[\x20-\x7e]*$/;

export const date = z.iso.date({ error: "must be a date such as 2026-11-01" });

/** Of an OAuth scope. */
export const scope = z.string().regex(/^\S+$/, { error: "must be a scope, without spaces" });

/** Of a service that customers can connect, as WorkOS calls it, e.g. `github`. */
export const integrationSlug = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, { error: "must be the slug of an integration: lower-case letters, digits, - and _" });
