/** What survives the trip to the engine and back unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Any value as plain JSON: `undefined` members vanish, in lists they become null, dates become ISO text, bigints numbers
 * (text when too large), and numbers JSON cannot say become null. The engine's codec throws on all of these, and it
 * does so after the vendor has changed; so nothing is returned to it that did not come through here.
 */
export function plainJson(value: unknown): Json {
  switch (typeof value) {
    case "string":
      return value.toWellFormed(); // Half a character (a lone surrogate) has no UTF-8 form.
    case "boolean":
      return value;
    case "number":
      // A negative zero would come back as zero and look like a change.
      return Number.isFinite(value) ? value + 0 : null;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    case "object":
      break;
    default:
      return null;
  }
  if (value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return Array.from(value, plainJson);
  return plainObject(value);
}

/** The same for an object, keeping its type for the caller. */
export function plainObject(value: object): { [key: string]: Json } {
  const plain: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined || typeof member === "function" || typeof member === "symbol") continue;
    if (key === "__proto__") continue; // Assigned to, it sets the prototype, which is what the engine's codec does.
    plain[key] = plainJson(member);
  }
  return plain;
}
