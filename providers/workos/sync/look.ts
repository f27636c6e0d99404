import { type Api, fail, z } from "../../kit.ts";
import { eventsSince, type Position, type Read } from "./feed.ts";
import { listingOf } from "./listing.ts";
import { applyEvents, applySnapshot, DAY_MS, nothingYet, type ScopeState } from "./scope-state.ts";
import type { syncSettings } from "./settings.ts";
import { type Outputs, outputsOf, stateOf } from "./view.ts";

type Settings = z.output<z.ZodObject<typeof syncSettings>>;

/** How far clocks, and events that come late, may be off where a moment is all there is to go by. */
const OVERLAP_MS = 10 * 60_000;

/** What changes without an event is listed so often. */
const RELIST_MS = DAY_MS;

/**
 * What a scope has now: what state has, moved on by the events since; or all of it listed, where there is no position to go on from.
 * @param before the outputs in state; `undefined` for a first look
 * @throws whatever keeps it from being seen: state stays as it is
 */
export async function look<After extends object>(
  api: Api,
  scope: string,
  { eventWindowDays, tombstoneDays, maxPages, skipEvents }: Settings,
  before: object | undefined,
): Promise<After> {
  const stored = before as Outputs | undefined;
  // Before anything that this run may have listed: whatever changed since is told again by the feed.
  const t0 = iso(api.now() - (performance.now() - api.run.begunAt) - OVERLAP_MS);
  const known = stored ? stateOf(scope, stored) : nothingYet(scope, t0);
  const position = stored && positionIn(known, stored.feed.readUntil, api.now() - eventWindowDays * DAY_MS);
  const goneOn = position && (await eventsSince(api, position, maxPages));

  const listedBecause = !stored
    ? "there was no cursor"
    : !goneOn
      ? `the cursor was older than ${eventWindowDays} days`
      : "refused" in goneOn && goneOn.refused;
  const isGone = stored !== undefined && stored.organization === null;
  const isStale = !listedBecause && !isGone && isOlder(stored?.feed.relistedAt, api.now() - RELIST_MS);
  try {
    let state: ScopeState = { ...known, base: known.cursor, blocked: null };
    if (listedBecause || isStale)
      state = applySnapshot(state, await listingOf(api, scope, listedBecause ? "all" : "silent"), t0);
    if (listedBecause) state = { ...state, cursor: null, cursorAt: t0 };
    const read = (listedBecause ? await eventsSince(api, { after: null, at: t0 }, maxPages) : goneOn) as Read;
    for (const page of read.pages) {
      state = applyEvents(state, page, api.now(), { tombstoneDays, skipEvents });
      if (state.blocked) break;
    }
    // Without an event, what was deleted long ago is forgotten all the same.
    if (read.pages.length === 0) state = applyEvents(state, [], api.now(), { tombstoneDays, skipEvents });
    const isComplete = !read.hasMore && !state.blocked;
    const feed = {
      readUntil: isComplete ? iso(read.begunAt) : state.cursorAt,
      checkedAt: iso(api.now()),
      listedAt: listedBecause || !stored ? iso(api.now()) : stored.feed.listedAt,
      relistedAt: listedBecause || isStale || !stored ? iso(api.now()) : stored.feed.relistedAt,
      listedBecause: listedBecause || !stored ? String(listedBecause) : stored.feed.listedBecause,
      hasMore: read.hasMore,
    };
    return outputsOf(state, feed, api.now()) as unknown as After;
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const what = `WorkOS's answers about ${scope} cannot be read: ${z.prettifyError(error)}`;
    throw fail(what, "Nothing is concluded from them.");
  }
}

/** Where to go on; `undefined` where the vendor may not have everything since any more. */
function positionIn({ cursor, cursorAt }: ScopeState, readUntil: string, oldest: number): Position | undefined {
  if (cursor !== null && !isOlder(cursorAt, oldest)) return { after: cursor, at: cursorAt };
  if (isOlder(readUntil, oldest)) return undefined;
  return { after: null, at: iso(Date.parse(readUntil) - OVERLAP_MS) };
}

const isOlder = (moment: string | undefined, than: number): boolean =>
  moment !== undefined && Date.parse(moment) < than;

const iso = (ms: number): string => new Date(ms).toISOString();
