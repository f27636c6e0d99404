import { createHash } from "node:crypto";
import { userCacheDir } from "../../engine/user-cache.ts";
import { fail, isNotFound } from "../contract/errors.ts";
import { Run } from "../contract/run.ts";
import type { Connection, ConnectionSurroundings } from "../contract/vendor.ts";
import { Answers } from "./answers.ts";
import { Api, type Paging } from "./api.ts";
import { systemClock, VendorClock } from "./clock.ts";
import { Feed, type FeedPage } from "./feed.ts";
import { learnedLimits } from "./learned-limits.ts";
import { Pacer, type RateLimit } from "./pacing.ts";
import { requestLog } from "./request-log.ts";
import { createTransport, type Send, type TransportOptions } from "./transport.ts";

/** Sends nothing but GET: what runs during preview and refresh holds only this one. */
export const readOnly =
  (send: Send): Send =>
  (request) => {
    if (request.method !== "GET") throw new Error(`bug: a read wanted to send ${request.method}`);
    return send(request);
  };

/** What a vendor says of itself; everything else about a connection is the same for all. */
export interface ConnectionOptions
  extends Omit<TransportOptions, "pacer" | "secrets" | "clock" | "vendorClock" | "log" | "notice" | "beforeWrite"> {
  /** What the vendor documents of a route's limit. @param route with its method, e.g. `GET /organizations/{id}` */
  documentedLimit(route: string): RateLimit | undefined;
  readonly paging: Paging;
  /** The read that proves address and credential. Answers ids of what this account alone has and never loses: landmarks. */
  prove(api: Api): Promise<readonly string[]>;
  /** Whether the account has a landmark that the proof did not show. */
  hasLandmark(api: Api, id: string): Promise<boolean>;
  /** One page of the change feed. */
  readonly feedPage: FeedPage;
}

/** How long saying who did it may be held back by 429s: it is not worth a long wait. */
const MAX_THROTTLED_FEED_MS = 5_000;

/** Where nobody hands anything in, a program that only asks for example. */
const alone = (): ConnectionSurroundings => ({ run: new Run(), beforeWrite: async () => {} });

/** A connection whose clients share one pacing, one run and one set of snapshots. */
export function openConnection(
  vendor: ConnectionOptions,
  { run, beforeWrite }: ConnectionSurroundings = alone(),
): Connection<Api> {
  const clock = systemClock;
  const vendorClock = new VendorClock(clock);
  const notice = (line: string) => console.error(line);
  const account = accountName(vendor.url, vendor.key);
  const { secrets } = run;
  secrets.add(vendor.key);
  const options: TransportOptions = {
    ...vendor,
    pacer: new Pacer(vendor.documentedLimit, learnedLimits(userCacheDir, account)),
    secrets,
    clock,
    vendorClock,
    log: requestLog(process.env),
    notice,
    beforeWrite,
  };
  const send = createTransport(options);
  const slowFeed = createTransport({ ...options, maxThrottledMs: MAX_THROTTLED_FEED_MS });
  const reader = new Api(vendor, { send: readOnly(send), clock, vendorClock, run });
  const feed = new Api(vendor, { send: readOnly(slowFeed), clock, vendorClock, run }, reader.snapshots);
  const answers = new Answers(reader);
  const landmarks = () =>
    answers.once("landmarks", () =>
      vendor.prove(reader).catch((error) => {
        throw isNotFound(error)
          ? fail(error, `${vendor.url} is no address of ${vendor.vendor}'s API: is its path right?`)
          : error;
      }),
    );
  let seenBefore: string | undefined;
  return {
    reader,
    writer: new Api(vendor, { send, clock, vendorClock, run }, reader.snapshots),
    snapshots: reader.snapshots,
    run,
    account,
    async verify() {
      await landmarks();
    },
    // Of several, the one that state has already: whoever comes later has fewer to look for.
    landmark: async () => seenBefore ?? (await landmarks())[0],
    async hasLandmark(id) {
      const has = async () => (await landmarks()).includes(id) || vendor.hasLandmark(reader, id);
      const isHere = await answers.once(`landmark ${id}`, has);
      if (isHere) seenBefore ??= id;
      return isHere;
    },
    now: () => vendorClock.now(),
    begunAt: () => vendorClock.begunAt(),
    async recentChanges(events) {
      const { changes } = await vendor.feedPage(feed, { events });
      return changes.toSorted((a, b) => b.at.getTime() - a.at.getTime());
    },
    changeFeed: (events, keptMs) =>
      new Feed((question) => vendor.feedPage(reader, question), events, keptMs, vendorClock),
  };
}

/** Names an account in files of ours: the address, and a key's fingerprint, which gives nothing of the key away. */
export const accountName = (url: URL, key: string): string =>
  `${url.origin} ${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
