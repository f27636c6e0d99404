import { type Collection, UnknownCursorError } from "../core/collection.ts";
import type { Direction, Sequence } from "../core/sequence.ts";
import { refusal } from "./errors.ts";

/** Where a listing's records come from. Clients know a record by the id that `idOf` gives. */
export interface Source<T> {
  idOf(record: T): string;
  /** Up to `limit` records beyond the cursor. @throws UnknownCursorError */
  page(options: { direction: Direction; limit: number; cursor: string | undefined }): { records: T[]; more: boolean };
}

interface PageOptions {
  /** @default "asc" */
  readonly direction?: Direction;
  /** Whether the operation knows `order`, of which `direction` is the default. @default false */
  readonly ordered?: boolean;
  /** Whether the operation knows `before`. @default false */
  readonly backwards?: boolean;
  /** Bounds of `limit`. @default 1 to 100, 20 if absent */
  readonly limit?: { readonly byDefault: number; readonly maximum: number; readonly minimum?: 0 | 1 };
}

/** A query parameter, undefined when absent or empty. ASSUMED: where one value is wanted, a second one is refused. */
export function text(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name).filter((value) => value !== "");
  if (values.length > 1)
    throw refusal(`Invalid '${name}': must be given once.`, { param: name, code: "invalid_value" });
  return values[0];
}

/**
 * An array parameter: repeated, with brackets or without, since the description and the SDK differ. ASSUMED: joined with
 * commas it is the same list. A comma with a space behind it belongs to the value: `gpt-5, input` is one line of a bill.
 */
export function texts(query: URLSearchParams, name: string): string[] | undefined {
  const values = [...query]
    .filter(([key]) => key.replace(/\[\d*\]$/, "") === name)
    .flatMap(([, value]) => value.split(/,(?! )/))
    .filter((value) => value !== "");
  return values.length === 0 ? undefined : values;
}

/** An array parameter whose values are known. */
export function choices<T extends string>(
  query: URLSearchParams,
  name: string,
  allowed: readonly T[],
): T[] | undefined {
  return texts(query, name)?.map((value) => oneOf(name, value, allowed));
}

export function choice<T extends string>(query: URLSearchParams, name: string, allowed: readonly T[]): T | undefined {
  const value = text(query, name);
  return value === undefined ? undefined : oneOf(name, value, allowed);
}

export function flag(query: URLSearchParams, name: string): boolean {
  return choice(query, name, ["true", "false"]) === "true";
}

/** The records of one sequence of a collection. */
export const listed = <T extends { readonly id: string }>(
  collection: Pick<Collection<T>, "page">,
  within: Sequence<T>,
  where?: (record: T) => boolean,
): Source<T> => ({
  idOf: ({ id }) => id,
  page: (options) => collection.page(within, { ...options, where }),
});

/** As `listed`, for records that clients know by another id: the one of the user in a membership. */
export const listedAs = <T extends { readonly id: string }>(
  collection: Pick<Collection<T>, "page">,
  within: Sequence<T>,
  ids: { of: (record: T) => string; toRecord: (id: string) => string },
): Source<T> => ({
  idOf: ids.of,
  page({ cursor, ...options }) {
    try {
      return collection.page(within, { ...options, cursor: cursor === undefined ? undefined : ids.toRecord(cursor) });
    } catch (error) {
      throw error instanceof UnknownCursorError && cursor !== undefined ? new UnknownCursorError(cursor) : error;
    }
  },
});

/** A short, computed list of records. */
export const inOrder = <T>(records: readonly T[], idOf: (record: T) => string): Source<T> => ({
  idOf,
  page({ direction, limit, cursor }) {
    const ordered = direction === "asc" ? records : [...records].reverse();
    const from = cursor === undefined ? -1 : ordered.findIndex((record) => idOf(record) === cursor);
    if (cursor !== undefined && from === -1) throw new UnknownCursorError(cursor);
    return { records: ordered.slice(from + 1, from + 1 + limit), more: ordered.length > from + 1 + limit };
  },
});

/** A page of the kind that names its ends: `after` is the `last_id` of the page before, `before` the `first_id` of the page behind. */
export function cursorPage<T, Rendered>(
  source: Source<T>,
  query: URLSearchParams,
  render: (record: T) => Rendered,
  options: PageOptions & { omitLastId?: boolean } = {},
) {
  const { records, more } = read(source, query, options);
  const [first, last] = [records[0], records.at(-1)];
  return {
    object: "list",
    data: records.map(render),
    first_id: first === undefined ? null : source.idOf(first),
    ...(options.omitLastId ? {} : { last_id: last === undefined ? null : source.idOf(last) }),
    has_more: more,
  };
}

/** A page of the kind that says where the next one begins: `after` is its `next`. */
export function nextPage<T, Rendered>(
  source: Source<T>,
  query: URLSearchParams,
  render: (record: T) => Rendered,
  options: PageOptions = {},
) {
  const { records, more } = read(source, query, options);
  const last = records.at(-1);
  // With a limit of 0 the next page begins where this one does.
  const next = last === undefined ? (text(query, "after") ?? null) : source.idOf(last);
  return { object: "list", data: records.map(render), has_more: more, next: more ? next : null };
}

/** A page that names neither end: `after` is the id of its last item. The SDK alone knows these lists. */
export function plainPage<T, Rendered>(
  source: Source<T>,
  query: URLSearchParams,
  render: (record: T) => Rendered,
  options: PageOptions = {},
) {
  const { records, more } = read(source, query, options);
  return { object: "list", data: records.map(render), has_more: more };
}

/** ASSUMED: a limit out of bounds and an unknown cursor are answered 400. */
function read<T>(source: Source<T>, query: URLSearchParams, options: PageOptions): { records: T[]; more: boolean } {
  const limit = limitOf(query, options.limit ?? { byDefault: 20, maximum: 100 });
  const asked = options.ordered ? choice(query, "order", ["asc", "desc"]) : undefined;
  const forwards = asked ?? options.direction ?? "asc";
  const after = text(query, "after");
  const before = options.backwards ? text(query, "before") : undefined;
  if (after !== undefined && before !== undefined)
    throw refusal("'after' and 'before' cannot be combined.", { param: "before", code: "invalid_value" });
  try {
    if (before === undefined) return source.page({ direction: forwards, cursor: after, limit });
    const backwards = forwards === "asc" ? "desc" : "asc";
    const { records, more } = source.page({ direction: backwards, cursor: before, limit });
    return { records: records.reverse(), more };
  } catch (error) {
    if (!(error instanceof UnknownCursorError)) throw error;
    const param = before === undefined ? "after" : "before";
    throw refusal(`Invalid '${param}': no object with the id '${error.cursor}'.`, { param, code: "invalid_value" });
  }
}

function limitOf(query: URLSearchParams, bounds: NonNullable<PageOptions["limit"]>): number {
  const { byDefault, maximum, minimum = 1 } = bounds;
  const value = text(query, "limit");
  if (value === undefined) return byDefault;
  const limit = /^\d{1,9}$/.test(value) ? Number(value) : -1;
  if (limit >= minimum && limit <= maximum) return limit;
  throw refusal(`Invalid 'limit': must be between ${minimum} and ${maximum}.`, {
    param: "limit",
    code: "invalid_value",
  });
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw refusal(`Invalid '${name}': must be one of ${allowed.join(", ")}.`, { param: name, code: "invalid_value" });
}
