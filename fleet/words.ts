import { z } from "zod";

/**
 * What the schemas of both kinds of file are made of, besides the values that vendors take: those are the same for a file
 * and for a resource, in `providers/<vendor>/fields.ts`.
 *
 * Absent means unmanaged, `null` means clear, so a field takes `null` only where the vendor can clear it. Nothing is
 * filled in: a default would turn "unmanaged" into a claim.
 */

export const refused = <Name extends string>(names: readonly Name[], why: string) =>
  Object.fromEntries(names.map((name) => [name, refusal(why).exactOptional()])) as Record<
    Name,
    z.ZodExactOptional<z.ZodNever>
  >;

/** An editor says why as well, and does not suggest the field. */
const refusal = (why: string) => z.never({ error: why }).meta({ description: why, doNotSuggest: true });

/** One of `words`. One of `later` is refused as not supported yet, not as unknown. */
export const oneOf = <const Words extends readonly string[]>(words: Words, later: readonly string[] = []) =>
  z.enum(words, {
    error: (issue) =>
      typeof issue.input === "string" && later.includes(issue.input)
        ? `"${issue.input}" is not supported yet`
        : undefined,
  });

/** A required value that is absent is reported as missing, not as wrong. */
export const unlessMissing = (why: string) => (issue: { input: unknown }) =>
  issue.input === undefined ? undefined : why;

export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,46}[a-z0-9]$/, {
  error: "must be lower-case letters, digits and inner hyphens, 2 to 48 characters",
});

/** What every file begins with. */
export const versioned = {
  /** 1, the only version that this release reads. */
  schemaVersion: z.literal(1, { error: unlessMissing("must be 1, the only version this release reads") }),
};

export const date = z.iso.date({ error: unlessMissing("must be a date such as 2026-11-01") });
