/** A token bucket. */
export interface LimitRule {
  /** `"writes"` is every method but GET. @default any method */
  readonly method?: string | undefined;
  /** Template as the official specification spells it, or a prefix of templates followed by `*`. @default any route */
  readonly route?: string | undefined;
  /** Requests a full bucket allows at once. */
  readonly capacity: number;
  /** Seconds in which an empty bucket fills up. */
  readonly perSeconds: number;
  /** One bucket for all requests that match, instead of one for each method and route. @default false */
  readonly shared?: boolean | undefined;
}

/** The limits in force; none unless set. A request must pass every rule that matches it. */
export class RateLimits {
  #rules: readonly LimitRule[];
  readonly #initial: readonly LimitRule[];
  #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(rules: readonly LimitRule[] = []) {
    this.#rules = rules;
    this.#initial = rules;
  }

  set(rules: readonly LimitRule[]): void {
    this.#rules = rules;
    this.#buckets.clear();
  }

  clear(): void {
    this.set([]);
  }

  reset(): void {
    this.set(this.#initial);
  }

  /** Takes a token from each bucket concerned. @returns 0 if the request may pass, else seconds until it might, at least 1. */
  take(method: string, route: string, now: Date): number {
    const nowMs = now.getTime();
    const concerned = [];
    let waitSeconds = 0;
    for (const [index, rule] of this.#rules.entries()) {
      if (!concerns(rule, method, route)) continue;
      const perMs = rule.capacity / (rule.perSeconds * 1000);
      const key = rule.shared ? String(index) : `${index} ${method} ${route}`;
      const bucket = this.#buckets.get(key) ?? { tokens: rule.capacity, atMs: nowMs };
      this.#buckets.set(key, bucket);
      bucket.tokens = Math.min(rule.capacity, bucket.tokens + Math.max(0, nowMs - bucket.atMs) * perMs);
      bucket.atMs = nowMs;
      if (bucket.tokens < 1) waitSeconds = Math.max(waitSeconds, 1, Math.ceil((1 - bucket.tokens) / perMs / 1000));
      concerned.push(bucket);
    }
    if (waitSeconds === 0) for (const bucket of concerned) bucket.tokens -= 1;
    return waitSeconds;
  }
}

function concerns(rule: LimitRule, method: string, route: string): boolean {
  if (rule.method === "writes" ? method === "GET" : rule.method !== undefined && rule.method !== method) return false;
  if (rule.route === undefined) return true;
  return rule.route.endsWith("*") ? route.startsWith(rule.route.slice(0, -1)) : route === rule.route;
}
