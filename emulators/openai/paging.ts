import { type Collection, UnknownCursorError } from "../core/collection.ts";
import type { Direction, Sequence } from "../core/sequence.ts";
import { refusal } from "./errors.ts";

export interface CursorPage<T> {
  readonly object: "list";
  readonly data: T[];
  readonly first_id: string | null;
  readonly last_id?: string | null;
  readonly has_more: boolean;
}

/** A query parameter, undefined when absent or empty. */
export const text = (query: URLSearchParams, name: string): string | undefined => query.get(name) || undefined;

/** An array parameter: repeated, with or without brackets, since clients and specification differ. */
export function texts(query: URLSearchParams, name: string): string[] | undefined {
  const values = [...query.getAll(name), ...query.getAll(`${name}[]`)].filter((value) => value !== "");
  return values.length === 0 ? undefined : values;
}

export function flag(query: URLSearchParams, name: string): boolean {
  const value = text(query, name);
  if (value === undefined || value === "false") return false;
  if (value === "true") return true;
  throw refusal(`Invalid '${name}': expected a boolean.`, { param: name, code: "invalid_value" });
}

/**
 * A page of the kind that names its ends: `after` is the `last_id` of the page before, `before` the `first_id` of the page
 * behind. ASSUMED: a limit out of bounds and an unknown cursor are answered 400.
 */
export function cursorPage<T extends { readonly id: string }, Rendered>(
  collection: Pick<Collection<T>, "page">,
  within: Sequence<T>,
  query: URLSearchParams,
  render: (record: T) => Rendered,
  options: {
    direction?: Direction;
    where?: ((record: T) => boolean) | undefined;
    /** Whether the operation knows `before`. @default false */
    backwards?: boolean;
    omitLastId?: boolean;
  } = {},
): CursorPage<Rendered> {
  const limit = limitOf(query, 20, 100);
  const after = text(query, "after");
  const before = options.backwards ? text(query, "before") : undefined;
  if (after !== undefined && before !== undefined)
    throw refusal("'after' and 'before' cannot be combined.", { param: "before", code: "invalid_value" });
  const forwards = options.direction ?? "asc";
  const backwards = forwards === "asc" ? "desc" : "asc";
  try {
    const found = collection.page(within, {
      direction: before === undefined ? forwards : backwards,
      cursor: before ?? after,
      limit,
      where: options.where,
    });
    const records = before === undefined ? found.records : found.records.reverse();
    return {
      object: "list",
      data: records.map(render),
      first_id: records[0]?.id ?? null,
      ...(options.omitLastId ? {} : { last_id: records.at(-1)?.id ?? null }),
      has_more: found.more,
    };
  } catch (error) {
    if (!(error instanceof UnknownCursorError)) throw error;
    const param = before === undefined ? "after" : "before";
    throw refusal(`Invalid '${param}': no object with the id '${error.cursor}'.`, { param, code: "invalid_value" });
  }
}

function limitOf(query: URLSearchParams, byDefault: number, maximum: number): number {
  const value = text(query, "limit");
  if (value === undefined) return byDefault;
  const limit = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (limit >= 1 && limit <= maximum) return limit;
  throw refusal(`Invalid 'limit': must be between 1 and ${maximum}.`, { param: "limit", code: "invalid_value" });
}
