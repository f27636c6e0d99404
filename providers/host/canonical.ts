import type { z } from "zod";
import { hasUnknown } from "./unknown.ts";

/** One thing that is wrong with one property. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface Checked {
  /** The declared properties in canonical form; those that preview cannot know yet as they came. */
  readonly inputs: Record<string, unknown>;
  readonly failures: CheckFailure[];
}

/**
 * Brings declared inputs into canonical form: the one form that `check` and `read` both produce, so that equal means
 * equal. The schema's output is that form, and parsing it again must not change it. Reports every problem at once.
 */
export function canonicalise(schema: z.ZodObject, declared: Record<string, unknown>): Checked {
  if (!hasUnknown(declared)) {
    const result = schema.safeParse(declared);
    return result.success
      ? { inputs: result.data, failures: [] }
      : { inputs: declared, failures: failuresOf(result.error) };
  }
  // With unknowns in it a property passes as it is, the others are held to their own rules; rules between properties
  // wait until everything is known.
  const inputs: Record<string, unknown> = {};
  const failures: CheckFailure[] = Object.keys(declared)
    .filter((property) => !Object.hasOwn(schema.shape, property))
    .map((property) => ({ property, reason: "this resource has no such property" }));
  for (const [property, rule] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
    const value = declared[property];
    if (hasUnknown(value)) {
      inputs[property] = value;
      continue;
    }
    const result = rule.safeParse(value);
    if (!result.success) failures.push(...failuresOf(result.error, property));
    else if (result.data !== undefined) inputs[property] = result.data;
  }
  return { inputs, failures };
}

function failuresOf(error: z.ZodError, parent?: string): CheckFailure[] {
  return error.issues.flatMap((issue): CheckFailure[] => {
    const [property, ...rest] = parent === undefined ? issue.path : [parent, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      if (property === undefined)
        return issue.keys.map((key) => ({ property: key, reason: "this resource has no such property" }));
      return issue.keys.map((key) => ({
        property: String(property),
        reason: `${[...rest, key].join(".")}: there is no such property`,
      }));
    }
    const where = rest.length > 0 ? `${rest.join(".")}: ` : "";
    return [{ property: String(property ?? ""), reason: `${where}${issue.message}` }];
  });
}
