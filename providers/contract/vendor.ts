import type { SnapshotStore } from "./collection.ts";
import type { Run } from "./run.ts";

/** A vendor as the host knows it: names, and a way to connect. */
export interface Vendor<Api> {
  /** First half of the type tokens, e.g. `workos`. Never changes: it is in everybody's state. */
  readonly name: string;
  /** As people write it, e.g. `WorkOS`. */
  readonly title: string;
  /** Whether the environment has a credential for it. */
  isInUse(): boolean;
  /**
   * Connects with what the environment says, once per process; what surrounds it is taken from the first call.
   * @throws ConfigurationError naming everything that is missing or wrong
   */
  connect(surroundings?: ConnectionSurroundings): Connection<Api>;
}

/** What a process hands to its connections. */
export interface ConnectionSurroundings {
  readonly run: Run;
  /** Throws when nothing may be written any more; asked before each write. */
  beforeWrite(): Promise<void>;
}

export interface Connection<Api> {
  /** Cannot send anything but GET. */
  readonly reader: Api;
  readonly writer: Api;
  readonly snapshots: SnapshotStore<Api>;
  readonly run: Run;
  /** Tells one account at the vendor from another; holds nothing that must not be stored. */
  readonly account: string;
  /** One read that proves address and credential, once per process. */
  verify(): Promise<void>;
  /** The vendor's time, by the date of its answers; this machine's until there is one. Milliseconds since 1970. */
  now(): number;
  /**
   * The vendor's time at its first answer: whatever this run has read is as of then or later. `undefined` while there is none, or
   * where answers bear no date. Milliseconds since 1970.
   */
  begunAt(): number | undefined;
  /** The id of something that this account alone has and never loses, as the vendor tells; `undefined` where it shows none. */
  landmark(): Promise<string | undefined>;
  /** Whether this account has the landmark that somebody noted. */
  hasLandmark(id: string): Promise<boolean>;
  /**
   * The latest changes of these kinds, newest first, as far as one page of the vendor's change feed goes. Good for
   * saying who did it, no proof of anything: the feed may be off, late or cut.
   */
  recentChanges(events: readonly string[]): Promise<readonly Change[]>;
  /**
   * The vendor's change feed as proof of what did not happen; read as far back as it is asked for.
   * @param events every kind that is asked about
   * @param keptMs as long as this the vendor keeps them
   */
  changeFeed(events: readonly string[], keptMs: number): ChangeFeed;
}

/** What happened, without a gap. */
export interface ChangeFeed {
  /** @param from milliseconds since 1970, by the vendor's clock */
  since(from: number): Promise<Told>;
}

/** By kind of event, everything since then; or why nothing is proven, and whether a look at the objects themselves mends that. */
export type Told =
  | { readonly changes: ReadonlyMap<string, readonly Change[]> }
  | { readonly unproven: string; readonly isMended: boolean };

/** An entry of a vendor's change feed. */
export interface Change {
  readonly id: string;
  readonly event: string;
  readonly at: Date;
  /** Who did it, as the vendor says; for people. */
  readonly by: string;
  /** The same for programs. @default the vendor does not say */
  readonly actor?: Actor;
  readonly data: Record<string, unknown>;
  /** The organization or project that it happened in, where the vendor tells for sure. */
  readonly within?: string | undefined;
}

/** Who did something; each part null where the vendor does not say. */
export interface Actor {
  /** Of a person, a key or whatever else it was. */
  readonly id: string | null;
  /** An address or a name. */
  readonly name: string | null;
  /** By which way in: `API`, `dashboard`, `Admin Portal`, or the vendor's own doing, `vendor`. */
  readonly through: string | null;
}
