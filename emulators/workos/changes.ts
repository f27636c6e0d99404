import { isDeepStrictEqual } from "node:util";
import { iso } from "./store.ts";

/**
 * `record` with those of `changes` that differ, and their former values; undefined if nothing differs. So `updated_at`
 * moves and an event is sent only when something really changed (ASSUMED; the documentation doesn't say).
 */
export function changed<T extends { readonly updated_at: string }>(
  record: T,
  changes: Partial<T>,
  now: Date,
): { record: T; previous: Partial<T> } | undefined {
  const differing = (Object.keys(changes) as (keyof T)[]).filter(
    (key) => changes[key] !== undefined && !isDeepStrictEqual(changes[key], record[key]),
  );
  if (differing.length === 0) return undefined;
  const pick = (from: Partial<T>) => Object.fromEntries(differing.map((key) => [key, from[key] ?? null])) as Partial<T>;
  return { record: { ...record, ...pick(changes), updated_at: iso(now) }, previous: pick(record) };
}
