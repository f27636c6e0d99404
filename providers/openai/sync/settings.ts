import { type Api, z } from "../../kit.ts";

/** How often a sync of OpenAI looks. */
export const syncSettings = {
  /**
   * Once in so many hours everything is listed, 0 to 168: OpenAI lists most of it project by project, and answers a few requests a
   * minute. 0: at every refresh. @default 24
   */
  everyHours: z
    .int()
    .min(0)
    .max(168)
    .transform((hours) => hours + 0) // A negative zero would come back as zero and look like a change.
    .default(24),
};

interface Before {
  readonly feed: { readonly listedAt: number };
}

/** What state has as long as it is new enough, else what is listed. */
export async function unlessNew<Outputs extends Before>(
  api: Api,
  { everyHours }: { readonly everyHours: number },
  before: Outputs | undefined,
  list: () => Promise<Omit<Outputs, "feed">>,
): Promise<Outputs> {
  const now = Math.floor(api.now() / 1000);
  if (before && everyHours > 0 && now < before.feed.listedAt + everyHours * 3600) return before;
  return { ...(await list()), feed: { listedAt: now } } as Outputs;
}
