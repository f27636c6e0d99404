import { fail } from "../contract/errors.ts";
import type { ResourceType } from "./resource-type.ts";

/** What a refresh by the change feed goes by. */
export interface Incremental {
  /** Every event that tells of something covered, of one vendor. */
  readonly events: readonly string[];
  /** As long as this the vendor keeps them. */
  readonly keptMs: number;
}

/**
 * What the environment says of refreshes: `TENANTRY_REFRESH=incremental`, and how many days the vendors keep events.
 * @param types of one vendor
 * @throws Failure for another word, and for no number of days
 */
export function incrementalIn(
  { TENANTRY_REFRESH: said = "snapshot", TENANTRY_EVENT_DAYS: days = "30" }: NodeJS.ProcessEnv,
  types: Iterable<ResourceType>,
): Incremental | undefined {
  if (said !== "snapshot" && said !== "incremental")
    throw fail(
      `TENANTRY_REFRESH is ${JSON.stringify(said)}`,
      "Say snapshot or incremental, or leave it out for snapshot.",
    );
  if (!/^[1-9]\d{0,2}$/.test(days))
    throw fail(`TENANTRY_EVENT_DAYS is ${JSON.stringify(days)}`, "Give a number of days, or leave it out for 30.");
  if (said === "snapshot") return undefined;
  return { events: coveredEvents(types), keptMs: Number(days) * 24 * 60 * 60_000 };
}

/** Every event that tells of something covered. */
const coveredEvents = (types: Iterable<ResourceType>): string[] =>
  [...new Set([...types].flatMap(({ feed }) => (feed.covers ? eventsOf(feed) : [])))].sort();

export const eventsOf = ({ changes, removals, covers }: ResourceType["feed"]): string[] => [
  ...changes,
  ...removals,
  ...(covers?.also ?? []),
];

/** Why silence proves nothing of objects of a type; `undefined` for what is covered. */
export function uncovered(
  { token, feed, parent = {} }: ResourceType,
  typeOf: (token: string) => ResourceType | undefined,
): string | undefined {
  if (!feed.covers) return `the change feed does not tell of ${token}`;
  const home = Object.values(parent).find((of) => !typeOf(of)?.feed.covers);
  return home && `the change feed does not tell of ${home}, in which ${token} is`;
}
