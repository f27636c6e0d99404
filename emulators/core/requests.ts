/** How many requests the log keeps. Older ones are dropped; the counts include them. */
const REMEMBERED_REQUESTS = 100_000;

export interface LoggedRequest {
  /** Counts requests in order of arrival, from 0 since the start or the last reset. */
  readonly index: number;
  readonly method: string;
  /** Template as the official specification spells it; the bare path if it knows none. */
  readonly route: string;
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Present when the request was not made with the API key. */
  readonly actor?: string;
  readonly idempotencyKey?: string;
  readonly status: number | "pending" | "dropped";
}

/** Requests that an emulator got, in order. The counts leave out those of other actors, so that they say what the client sent. */
export class RequestLog {
  #entries: { -readonly [K in keyof LoggedRequest]: LoggedRequest[K] }[] = [];
  #counts = new Map<string, number>();
  #arrived = 0;
  #total = 0;
  #writes = 0;

  get log(): readonly LoggedRequest[] {
    return this.#entries;
  }

  get total(): number {
    return this.#total;
  }

  /** Requests with a method other than GET. */
  get writes(): number {
    return this.#writes;
  }

  /** How often `key`, such as "POST /organizations", was asked for. */
  count(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  reset(): void {
    this.#entries = [];
    this.#counts = new Map();
    this.#arrived = 0;
    this.#total = 0;
    this.#writes = 0;
  }

  /** Removes the requests of an actor from the log. */
  forget(actor: string): void {
    this.#entries = this.#entries.filter((entry) => entry.actor !== actor);
  }

  /** Notes an arrival. The returned entry is given its status when the request is answered. */
  arrive(request: Omit<LoggedRequest, "index" | "status">): { -readonly [K in keyof LoggedRequest]: LoggedRequest[K] } {
    const entry = { index: this.#arrived++, ...request, status: "pending" as LoggedRequest["status"] };
    this.#entries.push(entry);
    if (this.#entries.length > REMEMBERED_REQUESTS) this.#entries.splice(0, REMEMBERED_REQUESTS / 10);
    if (request.actor === undefined) {
      const key = `${request.method} ${request.route}`;
      this.#counts.set(key, this.count(key) + 1);
      this.#total++;
      if (request.method !== "GET") this.#writes++;
    }
    return entry;
  }
}
