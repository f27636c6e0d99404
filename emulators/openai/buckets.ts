import { z } from "zod";
import { refusal, valid } from "./errors.ts";
import { choices, text } from "./paging.ts";
import { seconds } from "./store.ts";

const MAX_SECONDS = 100_000_000_000;
const moment = z
  .string()
  .regex(/^\d{1,11}$/, "must be a time in seconds")
  .transform(Number);
const rangeSchema = z.object({ start_time: moment, end_time: moment.optional() });

/** Something that happened at a moment, with the values it can be grouped by. */
export interface Counted {
  readonly at: number;
  readonly dimensions: Readonly<Record<string, string | boolean | null>>;
}

/**
 * A page of time buckets, each with one result per combination of the values of the dimensions in `group_by`.
 * Other dimensions are null. Buckets begin at whole multiples of their width.
 */
export function bucketPage<R extends Counted>(
  query: URLSearchParams,
  now: Date,
  options: {
    readonly records: Iterable<R>;
    readonly widthSeconds: number;
    readonly limit: { readonly byDefault: number; readonly maximum: number };
    readonly dimensions: readonly string[];
    readonly render: (records: readonly R[], dimensions: Record<string, string | boolean | null>) => object;
  },
) {
  const { widthSeconds: width, dimensions } = options;
  const groupBy = new Set(choices(query, "group_by", dimensions));
  const { start_time, end_time = seconds(now) } = valid(rangeSchema, {
    start_time: text(query, "start_time"),
    end_time: text(query, "end_time"),
  });
  if (end_time <= start_time) throw refusal("'end_time' must be after 'start_time'.", { param: "end_time" });
  const limit = limitOf(query, options.limit);
  const first = pageStart(query) ?? Math.floor(start_time / width) * width;
  const count = Math.min(limit, Math.max(0, Math.ceil((end_time - first) / width)));
  const beyond = first + count * width;

  const buckets = Array.from({ length: count }, () => new Map<string, R[]>());
  for (const record of options.records) {
    if (record.at < Math.max(start_time, first) || record.at >= Math.min(end_time, beyond)) continue;
    const bucket = buckets[Math.floor((record.at - first) / width)];
    const key = JSON.stringify(
      dimensions.map((name) => (groupBy.has(name) ? (record.dimensions[name] ?? null) : null)),
    );
    bucket?.set(key, [...(bucket.get(key) ?? []), record]);
  }
  const more = beyond < end_time;
  return {
    object: "page",
    data: buckets.map((groups, index) => ({
      object: "bucket",
      start_time: first + index * width,
      end_time: first + (index + 1) * width,
      results: [...groups].map(([key, records]) => {
        const values = JSON.parse(key) as (string | boolean | null)[];
        return options.render(
          records,
          Object.fromEntries(dimensions.map((name, place) => [name, values[place] ?? null])),
        );
      }),
    })),
    has_more: more,
    next_page: more ? `page_${beyond}` : null,
  };
}

function pageStart(query: URLSearchParams): number | undefined {
  const page = text(query, "page");
  if (page === undefined) return undefined;
  const start = /^page_(\d{1,11})$/.exec(page)?.[1];
  if (start !== undefined && Number(start) < MAX_SECONDS) return Number(start);
  throw refusal("Invalid 'page'.", { param: "page", code: "invalid_value" });
}

function limitOf(query: URLSearchParams, { byDefault, maximum }: { byDefault: number; maximum: number }): number {
  const value = text(query, "limit");
  if (value === undefined) return byDefault;
  const limit = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (limit >= 1 && limit <= maximum) return limit;
  throw refusal(`Invalid 'limit': must be between 1 and ${maximum}.`, { param: "limit", code: "invalid_value" });
}
