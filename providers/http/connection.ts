import { createHash } from "node:crypto";
import type { SnapshotStore } from "../host/collection.ts";
import type { Change, Connection } from "../host/definition.ts";
import { type Clock, systemClock } from "./clock.ts";
import { EngineWatch } from "./engine-watch.ts";
import { requestLog } from "./request-log.ts";
import { createTransport, type TransportOptions } from "./transport.ts";

/** A `fetch` that sends nothing but GET: what runs during preview and refresh holds only this one. */
export const readOnly =
  (transport: typeof fetch): typeof fetch =>
  (input, init) => {
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    if (method !== "GET") throw new Error(`bug: a read wanted to send ${method}`);
    return transport(input, init);
  };

/** What a vendor says of itself; everything else about a connection is the same for all. */
export interface ConnectionOptions<Client> {
  readonly transport: Omit<TransportOptions, keyof ReturnType<typeof processTransport>>;
  /** A client of the vendor that sends through the given `fetch`. Without `snapshots` it has some of its own. */
  client(send: typeof fetch, clock: Clock, snapshots?: SnapshotStore<Client>): Client;
  /** See `accountName`. */
  readonly account: string;
  /** The read that proves address and credential. */
  prove(client: Client): Promise<unknown>;
  /** The latest entries of the change feed, newest first. */
  changes(client: Client, events: readonly string[]): Promise<readonly Change[]>;
}

/** How long saying who did it may be held back by 429s: it is not worth a long wait. */
const MAX_THROTTLED_FEED_MS = 5_000;

/** A connection whose clients share one pacing and one set of snapshots. */
export function openConnection<Client extends { readonly snapshots: SnapshotStore<Client> }>(
  vendor: ConnectionOptions<Client>,
): Connection<Client> {
  const options: TransportOptions = { ...vendor.transport, ...processTransport() };
  const transport = createTransport(options);
  const reader = vendor.client(readOnly(transport), options.clock);
  const slowFeed = readOnly(createTransport({ ...options, maxThrottledMs: MAX_THROTTLED_FEED_MS }));
  const feed = vendor.client(slowFeed, options.clock, reader.snapshots);
  let verified: Promise<void> | undefined;
  return {
    reader,
    writer: vendor.client(transport, options.clock, reader.snapshots),
    snapshots: reader.snapshots,
    account: vendor.account,
    verify() {
      verified ??= vendor.prove(reader).then(() => {});
      return verified;
    },
    recentChanges: (events) => vendor.changes(feed, events),
  };
}

let engine: EngineWatch | undefined;

/** What every vendor's transport takes from this process: its clock, its log, its warnings, its engine. */
function processTransport(): Pick<TransportOptions, "clock" | "log" | "notice" | "beforeWrite"> {
  const watch = engine ?? watchEngine();
  return {
    clock: systemClock,
    log: requestLog(process.env),
    notice: (line) => console.error(line),
    beforeWrite: () => watch.mustBeAlive(),
  };
}

/** One watch for the process, whichever vendor connects first. */
function watchEngine(): EngineWatch {
  // Pulumi starts a provider as `node <script> <engine address>`.
  engine = new EngineWatch(process.argv[2]);
  engine.exitWithEngine(5_000);
  return engine;
}

/** Names an account in files of ours: the address, and a key's fingerprint, which gives nothing of the key away. */
export const accountName = (url: URL, key: string): string =>
  `${url.origin} ${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
