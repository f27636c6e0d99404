import { z } from "../../kit.ts";

const days = (most: number) => z.int().min(1).max(most);

/** How far a sync of WorkOS looks. */
export const syncSettings = {
  /**
   * How old a cursor may be, in days, 1 to 90: from an older one everything is listed anew. WorkOS's guides say 30 in one place and 90 in
   * another. @default 30
   */
  eventWindowDays: days(90).default(30),
  /** How long it is remembered what was deleted, in days; at least `eventWindowDays`, so that nothing brings it back. @default 90 */
  tombstoneDays: days(3650).default(90),
  /** How many pages of 100 events one run reads, 1 to 1000; the next one goes on. All syncs of a run share them. @default 100 */
  maxPages: z.int().min(1).max(1000).default(100),
  /** Ids of events to pass over, which a sync could not read. @default none */
  skipEvents: z.array(z.string().min(1)).default([]),
};

/** For an object schema with these settings. */
export function rememberedLongEnough(
  { eventWindowDays = 30, tombstoneDays = 90 }: { eventWindowDays?: number; tombstoneDays?: number },
  context: z.RefinementCtx,
): void {
  if (tombstoneDays >= eventWindowDays) return;
  const message = `must be at least eventWindowDays, ${eventWindowDays}: an event could bring back what was deleted`;
  context.addIssue({ code: "custom", path: ["tombstoneDays"], message });
}
