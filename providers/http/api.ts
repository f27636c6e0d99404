import pLimit, { type LimitFunction } from "p-limit";
import { ABSENT, type SnapshotStore } from "../contract/collection.ts";
import { isNotFound, VendorError } from "../contract/errors.ts";
import type { Run } from "../contract/run.ts";
import type { Clock, VendorClock } from "./clock.ts";
import type { Path } from "./path.ts";
import { Snapshots } from "./snapshots.ts";
import type { ApiRequest, Query, Send } from "./transport.ts";

/** How a vendor pages its lists. */
export interface Paging {
  /** What every page is asked with: its size, and an order in which new objects come last. */
  readonly query: Query;
  /** The parameter that takes the cursor. @default "after" */
  readonly parameter?: string;
  /** The cursor of the next page; `undefined` at the end. Throws what is wrong with a page that does not say. */
  next(page: Record<string, unknown>): string | undefined;
}

/** A list that has not ended by then never will. */
const MAX_PAGES = 10_000;

/** A vendor's API as our resources use it: raw verbs on paths, and lists that do not stop early. Rows are the vendor's own. */
export class Api {
  /** What this run has listed so far. */
  readonly snapshots: SnapshotStore<Api>;
  readonly run: Run;
  readonly #vendor: string;
  readonly #paging: Paging;
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #vendorClock: VendorClock;
  readonly #queues = new Map<string, LimitFunction>();

  /** @param snapshots those of another client of the same connection. @default new ones, that list through this client */
  constructor(
    { vendor, paging }: { readonly vendor: string; readonly paging: Paging },
    {
      send,
      clock,
      vendorClock,
      run,
    }: { readonly send: Send; readonly clock: Clock; readonly vendorClock: VendorClock; readonly run: Run },
    snapshots?: SnapshotStore<Api>,
  ) {
    this.#vendor = vendor;
    this.#paging = paging;
    this.#send = send;
    this.#clock = clock;
    this.#vendorClock = vendorClock;
    this.run = run;
    this.snapshots = snapshots ?? new Snapshots<Api>(this, run);
  }

  get<Row>(path: Path, query?: Query): Promise<Row> {
    return this.#answer({ method: "GET", path, query });
  }

  /** The object, or `undefined` when the API says 404 for it. */
  find<Row>(path: Path, query?: Query): Promise<Row | undefined> {
    return this.get<Row>(path, query).catch((error) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  }

  post<Row>(path: Path, body: object = {}): Promise<Row> {
    return this.#answer({ method: "POST", path, body });
  }

  /** The same for what does nothing more a second time: it is sent again when its answer is lost. */
  repost<Row>(path: Path, body: object = {}): Promise<Row> {
    return this.#answer({ method: "POST", path, body, isRepeatable: true });
  }

  /** The same where the vendor knows a request again by `key`, whatever it says then, and answers as it did. */
  postOnce<Row>(path: Path, body: object, key: string): Promise<Row> {
    return this.#answer({ method: "POST", path, body, isRepeatable: true, headers: { "idempotency-key": key } });
  }

  put<Row>(path: Path, body: object = {}): Promise<Row> {
    return this.#answer({ method: "PUT", path, body });
  }

  patch<Row>(path: Path, body: object): Promise<Row> {
    return this.#answer({ method: "PATCH", path, body });
  }

  /**
   * Deletes, at once or later (202). For `absent`, see `ABSENT`.
   * @param which says which one of those at the path
   * @throws Error for an empty value in it, with which another one would be meant
   */
  async delete(
    path: Path,
    which: Readonly<Record<string, string | boolean>> = {},
  ): Promise<"deleted" | "accepted" | typeof ABSENT> {
    for (const [name, value] of Object.entries(which))
      if (value === "") throw new Error(`an empty ${name} cannot say what is deleted at ${path.route}`);
    try {
      return (await this.#send({ method: "DELETE", path, query: which })).status === 202 ? "accepted" : "deleted";
    } catch (error) {
      if (isNotFound(error)) return ABSENT;
      throw error;
    }
  }

  /**
   * Every page of a list. An answer that is no list, or a cursor that does not move, is an error, never the end.
   * @param paging for the few lists that have one of their own. @default the vendor's
   */
  async list<Row>(path: Path, query: Query = {}, paging: Paging = this.#paging): Promise<Row[]> {
    const rows: Row[] = [];
    const seen = new Set<string>();
    for (let after: string | undefined; seen.size < MAX_PAGES; ) {
      const page = await this.page<Row>(path, query, paging, after);
      rows.push(...page.rows);
      after = page.next;
      if (after === undefined) return rows;
      if (seen.has(after)) throw this.#malformed(path, "the list's cursor does not move");
      seen.add(after);
    }
    throw this.#malformed(path, `the list does not end within ${MAX_PAGES} pages`);
  }

  /** One page of a list, and the cursor of the next one: `undefined` at the end. */
  async page<Row>(
    path: Path,
    query: Query,
    paging: Paging,
    after?: string,
  ): Promise<{ readonly rows: readonly Row[]; readonly next: string | undefined }> {
    const { parameter = "after" } = paging;
    const page = await this.get<Record<string, unknown>>(path, { ...query, ...paging.query, [parameter]: after });
    const rows = this.#rows<Row>(path, page);
    try {
      return { rows, next: paging.next(page) };
    } catch (problem) {
      throw this.#malformed(path, (problem as Error).message);
    }
  }

  /** A list that the API gives whole, without pages; `bare` where it has no envelope either. */
  async unpaged<Row>(path: Path, query: Query = {}, envelope?: "bare"): Promise<Row[]> {
    const answer = await this.get<Record<string, unknown>>(path, query);
    return this.#rows(path, envelope === "bare" ? { data: answer } : answer);
  }

  /** The vendor's time, by its latest answer. Milliseconds since 1970. */
  now(): number {
    return this.#vendorClock.now();
  }

  pause(ms: number): Promise<void> {
    return this.#clock.sleep(ms);
  }

  /** Runs the writes that share a key one after another, e.g. the role changes of one organization. */
  inTurn<Result>(key: string, write: () => Promise<Result>): Promise<Result> {
    let queue = this.#queues.get(key);
    if (!queue) {
      queue = pLimit(1);
      this.#queues.set(key, queue);
    }
    return queue(write);
  }

  async #answer<Row>(request: ApiRequest): Promise<Row> {
    return (await this.#send(request)).body as Row;
  }

  #rows<Row>(path: Path, page: { readonly data?: unknown } | null): Row[] {
    if (!Array.isArray(page?.data)) throw this.#malformed(path, "the answer is not a list");
    return page.data;
  }

  /** Each of these would make objects look gone. */
  #malformed(path: Path, what: string): VendorError {
    const request = { vendor: this.#vendor, method: "GET", path: path.text, route: path.route };
    return new VendorError("unexpected", request, what);
  }
}
