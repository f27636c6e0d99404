import { type Api, at, fail, isInvalid, z } from "../../kit.ts";
import { EVENTS } from "./kinds.ts";
import type { FeedEvent } from "./scope-state.ts";

/*
 * The environment's change feed, read once in a run for all syncs together: each takes what is its own. One request for each organization
 * would be the same events by as many requests as there are tenants, and events of roles name no organization.
 */

/** Where a scope goes on: after an event, or, where it knows of none that the vendor still has, from a moment on. */
export interface Position {
  readonly after: string | null;
  /** When that event was, or the moment; RFC 3339. */
  readonly at: string;
}

export interface Read {
  /** In the order of time. */
  readonly pages: readonly (readonly FeedEvent[])[];
  /** Whether there is more than was to be read. */
  readonly hasMore: boolean;
  /** By the vendor's clock, in milliseconds since 1970: nothing before it is missing, unless there is more. */
  readonly begunAt: number;
}

/** Why nothing can be read from there on: everything has to be listed. */
export interface Refused {
  readonly refused: string;
}

type Begun = { readonly from: Position } & (Read | Refused);

/**
 * All events after a position.
 * @param maxPages after so many the next run goes on
 * @throws VendorError, or Failure for an answer from which nothing can be concluded
 */
export function eventsSince(api: Api, position: Position, maxPages: number): Promise<Read | Refused> {
  const reads = api.run.memory<Begun[]>("reads of the change feed", () => []);
  return api.inTurn("change feed", async () => {
    let read = reads.find((each) => covers(each, position));
    if (!read) {
      read = { from: position, ...(await readFrom(api, position, maxPages)) };
      reads.push(read);
    }
    return "refused" in read ? read : { ...read, pages: pagesAfter(position, read.pages) };
  });
}

function covers(read: Begun, { after, at }: Position): boolean {
  const { from } = read;
  if (from.after !== null && from.after === after) return true;
  if ("refused" in read) return false;
  const isBefore = from.after !== null && after !== null ? from.after < after : Date.parse(from.at) <= Date.parse(at);
  const last = read.pages.at(-1)?.at(-1);
  return isBefore && (!read.hasMore || (last !== undefined && Date.parse(last.created_at) > Date.parse(at)));
}

/** What comes twice changes nothing, so that a moment need not be exact. */
const pagesAfter = ({ after, at }: Position, pages: Read["pages"]): Read["pages"] =>
  pages
    .map((page) =>
      page.filter(({ id, created_at }) => (after === null ? Date.parse(created_at) >= Date.parse(at) : id > after)),
    )
    .filter((page) => page.length > 0);

const envelope = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      event: z.string(),
      created_at: z.iso.datetime({ offset: true }),
      data: z.unknown(),
    }),
  ),
  list_metadata: z.object({ after: z.string().nullish() }),
});

async function readFrom(api: Api, position: Position, maxPages: number): Promise<Read | Refused> {
  const begunAt = api.now();
  const pages: FeedEvent[][] = [];
  const known = new Set<string>();
  const query = { events: EVENTS.join(","), order: "asc", limit: 100 };
  let from: { after: string } | { range_start: string } =
    position.after === null ? { range_start: new Date(position.at).toISOString() } : { after: position.after };
  for (;;) {
    const isFirst = pages.length === 0;
    let answer: unknown;
    try {
      answer = await api.get(at`/events`, { ...query, ...from });
    } catch (error) {
      // ASSUMED: a cursor that the vendor has no more is refused as a wrong parameter. Another answer would be an error here.
      if (isFirst && position.after !== null && isInvalid(error)) return { refused: "the cursor was refused" };
      throw error;
    }
    const read = envelope.safeParse(answer);
    if (!read.success)
      throw fail("WorkOS's change feed has a page that is no list of events", "Nothing is concluded from it.");
    const { data, list_metadata } = read.data;
    if (isFirst && data.some(({ id }) => position.after !== null && id <= position.after))
      return { refused: "the cursor was ignored" };
    if (!isFirst && data.length > 0 && data.every(({ id }) => known.has(id)))
      throw fail("WorkOS's change feed does not go on where it was asked to", "Nothing is concluded from it.");
    for (const { id } of data) known.add(id);
    pages.push(data);
    const next = list_metadata.after;
    if (!next) return { pages: inOrder(pages), hasMore: false, begunAt };
    if ("after" in from && from.after === next)
      throw fail("the cursor of WorkOS's change feed does not move", "Nothing is concluded from it.");
    if (pages.length === maxPages) {
      if (isNewestFirst(pages))
        throw fail(
          `WorkOS's change feed has the newest events first though it was asked for the oldest, and more than ${maxPages} pages`,
          "Nothing is concluded from a part of it. Set maxPages higher.",
        );
      return { pages, hasMore: true, begunAt };
    }
    from = { after: next };
  }
}

const isNewestFirst = (pages: Read["pages"]): boolean =>
  pages.some(([first, ...others]) => first !== undefined && others.length > 0 && first.id > (others.at(-1)?.id ?? ""));

/** A vendor that has the newest first, whatever it was asked for (reported in workos-node#1610), has them all the same. */
const inOrder = (pages: readonly FeedEvent[][]): FeedEvent[][] =>
  isNewestFirst(pages) ? [pages.flat().sort((a, b) => (a.id < b.id ? -1 : 1))] : [...pages];
