import { z } from "zod";
import { type Collection, UnknownCursorError } from "../core/collection.ts";
import type { Sequence } from "../core/sequence.ts";
import { type InvalidWording, invalid, valid } from "./errors.ts";

/** A number in a query. Only plain digits are accepted. */
const limitSchema = z
  .string()
  .regex(/^\d{1,3}$/, "limit must be a number between 1 and 100")
  .transform(Number)
  .refine((limit) => limit >= 1 && limit <= 100, "limit must be between 1 and 100");

const pagingSchema = z.object({
  limit: limitSchema.optional().transform((limit) => limit ?? 10),
  after: z.string().optional(),
  before: z.string().optional(),
  order: z
    .enum(["asc", "desc", "normal"])
    .optional()
    .transform((order) => order ?? "desc"),
});

export interface ListAnswer<T> {
  readonly object: "list";
  readonly data: T[];
  readonly list_metadata: { readonly before: string | null; readonly after: string | null };
}

/**
 * A query parameter, undefined when absent or empty. ASSUMED: where one value is wanted, a second one is refused, as
 * frameworks that make an array of the two do.
 */
export function text(query: URLSearchParams, name: string, wording: InvalidWording = invalid): string | undefined {
  const values = query.getAll(name).filter((value) => value !== "");
  if (values.length > 1) throw wording([{ field: name, text: "must be given once" }]);
  return values[0];
}

/**
 * An array parameter. WorkOS documents one parameter with commas; its own clients repeat it as well, or number it or put
 * brackets behind its name, and it takes them all.
 */
export function texts(query: URLSearchParams, name: string): string[] | undefined {
  const values = [...query]
    .filter(([key]) => key.replace(/\[\d*\]$/, "") === name)
    .flatMap(([, value]) => value.split(","))
    .filter((value) => value !== "");
  return values.length === 0 ? undefined : values;
}

/**
 * One page of a list, newest first unless `order` says otherwise. `after` and `before` are ids: what follows, or the page
 * just ahead. `normal` is newest first with the two exchanged. Source: WorkOS API reference, "Pagination".
 */
export function list<T extends { readonly id: string }, Rendered>(
  collection: Pick<Collection<T>, "page">,
  within: Sequence<T>,
  query: URLSearchParams,
  render: (record: T) => Rendered,
  options: { where?: ((record: T) => boolean) | undefined; wording?: InvalidWording } = {},
): ListAnswer<Rendered> {
  const wording = options.wording ?? invalid;
  const { limit, order, ...cursors } = valid(
    pagingSchema,
    Object.fromEntries(["limit", "order", "after", "before"].map((name) => [name, text(query, name, wording)])),
    wording,
  );
  const [after, before] = order === "normal" ? [cursors.before, cursors.after] : [cursors.after, cursors.before];
  // ASSUMED: nobody documents both at once; the two could contradict each other.
  if (after !== undefined && before !== undefined)
    throw wording([{ field: "before", text: "cannot be combined with after" }]);

  const forwards = order === "asc" ? "asc" : "desc";
  const backwards = order === "asc" ? "desc" : "asc";
  const { where } = options;
  const page = (direction: "asc" | "desc", cursor: string | undefined, size: number) => {
    try {
      return collection.page(within, { direction, limit: size, cursor, where });
    } catch (error) {
      if (!(error instanceof UnknownCursorError)) throw error;
      throw wording([{ field: cursor === cursors.after ? "after" : "before", text: `'${cursor}' is not a known id` }]);
    }
  };

  const found = before === undefined ? page(forwards, after, limit) : page(backwards, before, limit);
  const records = before === undefined ? found.records : found.records.reverse();
  // Whether there is a page on the other side: one record is enough to know.
  const otherSide = (direction: "asc" | "desc", record: T | undefined) =>
    record !== undefined && page(direction, record.id, 1).records.length > 0;
  const hasNext = before === undefined ? found.more : otherSide(forwards, records.at(-1));
  const hasPrevious = before === undefined ? after !== undefined && otherSide(backwards, records[0]) : found.more;
  const next = hasNext ? (records.at(-1)?.id ?? null) : null;
  const previous = hasPrevious ? (records[0]?.id ?? null) : null;
  return {
    object: "list",
    data: records.map(render),
    list_metadata: order === "normal" ? { before: next, after: previous } : { before: previous, after: next },
  };
}
