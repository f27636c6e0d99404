import type { Pacer, RateLimit } from "../providers/http/pacing.ts";
import type { Command, Rehearsed } from "./rehearsal.ts";

/** What a run will send, and how long the vendors' limits will hold it up. */
export interface Forecast {
  readonly command: Command;
  readonly requests: number;
  /** Of these, those that change something. */
  readonly writes: number;
  /** How long the run takes at least, by limits alone: what a vendor does not let through at once has to wait. Whole seconds. */
  readonly seconds: number;
  readonly vendors: readonly VendorForecast[];
  /** Names of resources of which no more than the list that they are in is counted. */
  readonly guessed: readonly string[];
}

export interface VendorForecast {
  readonly vendor: "WorkOS" | "OpenAI";
  readonly requests: number;
  readonly seconds: number;
  /** What makes them so many, if not 0; null for that. */
  readonly heldBy: Held | null;
  /** Those that most are sent to first. */
  readonly routes: readonly { readonly route: string; readonly requests: number; readonly seconds: number }[];
}

/** A limit that makes requests wait. */
export interface Held {
  /** As in `GET /organizations/{id}`; null where all routes together are limited. */
  readonly route: string | null;
  readonly requestsPerMinute: number;
}

/** What is known of a vendor's limits. */
export interface Limits {
  readonly vendor: VendorForecast["vendor"];
  readonly pacer: Pick<Pacer, "waitOf" | "limitOf">;
  readonly overall: RateLimit | undefined;
}

/** @param now by which what earlier runs sent counts, in milliseconds */
export function forecastOf(
  command: Command,
  { guessed, ...counts }: Rehearsed,
  limits: { readonly workos: Limits; readonly openai: Limits },
  now: number,
): Forecast {
  const vendors = [ofVendor(counts.workos, limits.workos, now), ofVendor(counts.openai, limits.openai, now)];
  const all = [...Object.entries(counts.workos), ...Object.entries(counts.openai)];
  return {
    command,
    requests: sum(vendors.map(({ requests }) => requests)),
    writes: sum(all.flatMap(([route, count]) => (route.startsWith("GET ") ? [] : [count]))),
    // Both are asked at the same time.
    seconds: Math.max(...vendors.map(({ seconds }) => seconds)),
    vendors,
    guessed: [...guessed].sort(),
  };
}

function ofVendor(
  counts: Readonly<Record<string, number>>,
  { vendor, pacer, overall }: Limits,
  now: number,
): VendorForecast {
  const routes = Object.entries(counts)
    .map(([route, requests]) => ({ route, requests, seconds: Math.round(pacer.waitOf(requests, route, now) / 1000) }))
    .sort((a, b) => b.requests - a.requests || (a.route < b.route ? -1 : 1));
  const requests = sum(routes.map((route) => route.requests));
  const together = overall ? (Math.floor(Math.max(0, requests - 1) / overall.requests) * overall.windowMs) / 1000 : 0;
  const slowest = routes.reduce<(typeof routes)[number] | undefined>(
    (slow, route) => (route.seconds > (slow?.seconds ?? 0) ? route : slow),
    undefined,
  );
  const seconds = Math.max(together, slowest?.seconds ?? 0);
  return { vendor, requests, seconds, heldBy: seconds === 0 ? null : heldBy(), routes };

  function heldBy(): Held {
    if (slowest === undefined || together > slowest.seconds)
      return { route: null, requestsPerMinute: perMinute(overall) };
    return { route: slowest.route, requestsPerMinute: perMinute(pacer.limitOf(slowest.route)) };
  }
}

/** Of a limit that nothing is known of, nothing waits. */
const perMinute = (limit: RateLimit | undefined): number =>
  limit ? Math.round((limit.requests * 60_000) / limit.windowMs) : Number.POSITIVE_INFINITY;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
