/** A failure that is injected. Only requests made with the API key are affected. */
export interface Fault {
  /** @default any method */
  readonly method?: string | undefined;
  /** Template as the official specification spells it, `/organizations/{id}`. @default any route */
  readonly route?: string | undefined;
  /** How many matching requests pass before the first one fails. @default 0 */
  readonly after?: number | undefined;
  /** How many matching requests may fail after that. @default 1, Infinity with a probability */
  readonly times?: number | undefined;
  /**
   * - `answer`: answers `status`, `headers` and `body`; the request has no effect
   * - `misreport`: the request takes effect, and the answer is `status`, `headers` and `body` instead of its own
   * - `drop`: cuts the connection; the request has no effect
   * - `do-then-drop`: the request takes effect, then the connection is cut
   * - `hang`: the request takes effect and is never answered; the connection stays open
   * - `delay`: the request is handled `delayMs` later
   */
  readonly kind: FaultKind;
  /** @default 500 */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON, or a string that is sent as it is. @default the vendor's error envelope */
  readonly body?: unknown;
  readonly delayMs?: number | undefined;
  /** Probability that a matching request fails, 0 to 1. @default 1 */
  readonly probability?: number | undefined;
}

export const FAULT_KINDS = ["answer", "misreport", "drop", "do-then-drop", "hang", "delay"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlacedFault {
  readonly id: string;
  /** Requests that failed so far. */
  readonly hits: number;
  remove(): void;
}

/** The faults in force. Each fault counts the requests that match it. The first one that is due is applied. */
export class Faults {
  #placed: { id: string; fault: Fault; seen: number; hits: number }[] = [];
  #nextId = 1;
  readonly #random: () => number;

  /** @param random gives numbers from 0 up to 1 */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  add(fault: Fault): PlacedFault {
    const placed = { id: `fault_${this.#nextId++}`, fault, seen: 0, hits: 0 };
    this.#placed.push(placed);
    return {
      id: placed.id,
      get hits() {
        return placed.hits;
      },
      remove: () => this.remove(placed.id),
    };
  }

  remove(id: string): void {
    this.#placed = this.#placed.filter((placed) => placed.id !== id);
  }

  clear(): void {
    this.#placed = [];
  }

  list(): (Fault & { id: string; hits: number })[] {
    return this.#placed.map(({ id, fault, hits }) => ({ ...fault, id, hits }));
  }

  /** The fault to apply to this request, if any. Each call counts as one request. */
  strike(method: string, route: string): Fault | undefined {
    let struck: Fault | undefined;
    for (const placed of this.#placed) {
      const { fault } = placed;
      if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue;
      if (fault.route !== undefined && fault.route !== route) continue;
      const turn = placed.seen++ - (fault.after ?? 0);
      if (struck !== undefined || turn < 0 || turn >= timesOf(fault)) continue;
      if (fault.probability !== undefined && this.#random() >= fault.probability) continue;
      placed.hits++;
      struck = fault;
    }
    return struck;
  }
}

const timesOf = ({ times, probability }: Fault): number =>
  times ?? (probability === undefined ? 1 : Number.POSITIVE_INFINITY);
