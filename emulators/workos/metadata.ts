import { refusal } from "./errors.ts";

const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 40;
const MAX_VALUE_LENGTH = 600;

export type Metadata = Readonly<Record<string, string>>;

/**
 * `existing` after a write of `sent`: keys not mentioned stay, null removes one, `{}` removes all; undefined changes
 * nothing. Source: WorkOS documentation, "Metadata" (10 keys of ASCII there, 50 of anything in the specification, which
 * counts here). ASSUMED: null in place of the whole object removes all.
 *
 * @throws Refusal with 400 invalid_metadata
 */
export function mergeMetadata(existing: Metadata, sent: unknown): Metadata {
  if (sent === undefined) return existing;
  if (sent === null) return {};
  if (typeof sent !== "object" || Array.isArray(sent)) throw invalidMetadata("metadata must be an object");
  const entries = Object.entries(sent);
  if (entries.length === 0) return {};
  const merged = new Map(Object.entries(existing));
  for (const [key, value] of entries) {
    if (key.length > MAX_KEY_LENGTH) throw invalidMetadata(`a key is longer than ${MAX_KEY_LENGTH} characters`);
    if (value === null) {
      merged.delete(key);
      continue;
    }
    if (typeof value !== "string") throw invalidMetadata(`the value of '${key}' must be a string`);
    if (value.length > MAX_VALUE_LENGTH)
      throw invalidMetadata(`the value of '${key}' is longer than ${MAX_VALUE_LENGTH} characters`);
    merged.set(key, value);
  }
  if (merged.size > MAX_KEYS) throw invalidMetadata(`there are more than ${MAX_KEYS} keys`);
  // fromEntries defines own properties, so a key named __proto__ is safe.
  return Object.fromEntries(merged);
}

const invalidMetadata = (text: string) => refusal(400, "invalid_metadata", `Invalid metadata: ${text}.`);
