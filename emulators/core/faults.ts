/** Something that goes wrong on purpose. Only requests made with the API key meet faults. */
export interface Fault {
  /** @default any method */
  readonly method?: string | undefined;
  /** Template as the official specification spells it, `/organizations/{id}`. @default any route */
  readonly route?: string | undefined;
  /** Matching requests that pass unharmed first. @default 0 */
  readonly after?: number | undefined;
  /** Matching requests that may then be struck; Infinity strikes for ever. @default 1, Infinity with a probability */
  readonly times?: number | undefined;
  /**
   * - `answer`: answers `status`, `headers` and `body`; nothing happens
   * - `misreport`: does it, then answers `status`, `headers` and `body` all the same
   * - `drop`: cuts the connection; nothing happens
   * - `do-then-drop`: does it, then cuts the connection
   * - `hang`: does it and never answers, with the connection left open
   * - `delay`: does it `delayMs` later
   */
  readonly kind: FaultKind;
  /** @default 500 */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON, or a string that is sent as it is. @default the vendor's error envelope */
  readonly body?: unknown;
  readonly delayMs?: number | undefined;
  /** Share of the matching requests that are struck, 0 to 1, by chance. @default 1 */
  readonly probability?: number | undefined;
}

export const FAULT_KINDS = ["answer", "misreport", "drop", "do-then-drop", "hang", "delay"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlacedFault {
  readonly id: string;
  /** Requests struck so far. */
  readonly hits: number;
  remove(): void;
}

/** The faults in force. Every fault counts the requests that match it; the first one whose turn it is strikes. */
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

  /** The fault that this request meets, if any. Asking counts as meeting. */
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
