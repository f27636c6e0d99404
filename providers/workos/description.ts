import { z } from "zod";

/**
 * A text that people read beside an object; null for none. One of blanks is none as well: WorkOS may keep it as null,
 * and would then show something else than was declared for ever.
 */
export const anyDescription = z
  .string()
  .trim()
  .transform((text) => text || null)
  .nullish();

/** The same of a role, a permission, a group or an authorization resource: up to 150 characters. */
export const description = z
  .string()
  .trim()
  .max(150)
  .transform((text) => text || null)
  .nullish();
