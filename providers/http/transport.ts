import pLimit from "p-limit";
import { fail, type RequestFacts, VendorError, type VendorErrorKind } from "../contract/errors.ts";
import { excerpt } from "../contract/printable.ts";
import type { Secrets } from "../contract/redaction.ts";
import type { Clock, VendorClock } from "./clock.ts";
import type { Pacer } from "./pacing.ts";
import type { Path } from "./path.ts";
import { duration, NOTICEABLE_MS, Queue } from "./queue.ts";
import type { RequestLog } from "./request-log.ts";
import { backoffMs, requestedWaitMs } from "./retry-timing.ts";

/** A list is sent as `name[]=a&name[]=b`. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: Path;
  readonly query?: Query | undefined;
  /** Sent as JSON. */
  readonly body?: object | undefined;
  /** A second time it does nothing more, so that it is sent again when its answer is lost. @default not of POST and PATCH */
  readonly isRepeatable?: boolean;
  /** Sent besides those of every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  /** 2xx. */
  readonly status: number;
  /** `undefined` where the answer has none. */
  readonly body: unknown;
}

export type Send = (request: ApiRequest) => Promise<Answer>;

export interface TransportOptions {
  /** The vendor as people write it, e.g. `WorkOS`; it opens every message. */
  readonly vendor: string;
  /** What every path is below, e.g. `https://api.openai.com/v1`. */
  readonly url: URL;
  readonly key: string;
  /** Sent with every request besides. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the vendor's error body says. Both parts may be missing; without a message it is not the vendor's own. */
  readonly explain: (body: unknown) => { code?: string | undefined; message?: string | undefined };
  /** Codes that say more than their status does, e.g. "exists already" as a 422. */
  readonly kinds: ReadonlyMap<string, VendorErrorKind>;
  /** Codes that mean: something else is being changed, nothing was done here, come again. */
  readonly busy: ReadonlySet<string>;
  readonly pacer: Pacer;
  /** Of the run. */
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** Told of every usable answer. */
  readonly vendorClock: VendorClock;
  readonly log: RequestLog;
  /** Told when a request has to wait long, for people to read. */
  readonly notice: (line: string) => void;
  /** Throws when nothing may be written any more; asked before each write. */
  readonly beforeWrite: () => Promise<void>;
  /** How many requests may be open at once. */
  readonly concurrency: number;
  /** How long one attempt may take, its body included. @default 30_000 */
  readonly timeoutMs?: number;
  /** How long one request may be held back while none of its route goes through; a longer wait is not begun. @default 600_000 */
  readonly maxThrottledMs?: number;
}

/** Attempts at a request that may safely be sent twice. */
const ATTEMPTS = 5;

/** Times a request is sent again that a vendor was too busy for: 1, 2, 4, 8 and 16 seconds apart. */
const BUSY_ATTEMPTS = 5;

/** A reason is a few sentences; what goes on is no reason but a document. */
const LONGEST_REASON = 1_000;

/** The network's own words for "nobody there": no byte of the request was sent. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/**
 * Sends requests to a vendor: paced per route, retried where a second sending cannot hurt, logged by template, and with every
 * failure turned into a `VendorError` that says what to do next.
 *
 * @throws VendorError of every kind; `outcome unknown` only for a write whose answer was lost
 */
export function createTransport(options: TransportOptions): Send {
  const { clock, pacer, vendor } = options;
  const slot = pLimit(options.concurrency);
  const timeoutMs = options.timeoutMs ?? 30_000;
  const maxThrottledMs = options.maxThrottledMs ?? 600_000;
  const queues = new Map<string, Queue>();
  const queueOf = (lane: string): Queue => {
    const queue = queues.get(lane) ?? new Queue(lane, options);
    queues.set(lane, queue);
    return queue;
  };

  return async (request) => {
    const { method, path } = request;
    // A repeated PUT or DELETE ends in the same state; a repeated POST or PATCH may not.
    const isRepeatable = request.isRepeatable ?? (method !== "POST" && method !== "PATCH");
    const facts: RequestFacts = { vendor, method, path: path.text, route: path.route };
    const lane = `${method} ${path.route}`;
    const askedAt = clock.now();
    let queuedAt = askedAt;
    let attempt = 0;
    let heldMs = 0;
    let failures = 0;
    let busy = 0;

    const hold = async (ms: number, why: string): Promise<void> => {
      if (ms >= NOTICEABLE_MS) options.notice(`waiting ${Math.ceil(ms / 1000)} s: ${vendor} ${why} ${lane}`);
      heldMs += ms;
      await clock.sleep(ms);
    };

    // A queue that moves is no reason to give up, however long it is.
    const mayWait = (waitMs: number): void => {
      const now = clock.now();
      if (now + waitMs - Math.max(askedAt, pacer.passedAt(lane)) <= maxThrottledMs) return;
      const held = `held back for ${duration(now - askedAt)} by the vendor's rate limit`;
      const rest = `would have to wait another ${duration(waitMs)}`;
      throw new VendorError("throttled", facts, `${held} and ${rest}: run again after ${moment(now + waitMs)}`);
    };

    /** One attempt, of which the pacer hears before the next request of the route is sent. Nothing for one that was throttled. */
    const send = async (bookedAt: number): Promise<RawAnswer | Unanswered | undefined> => {
      attempt++;
      heldMs += bookedAt - queuedAt;
      const startedAt = clock.now();
      const outcome = await slot(async () => {
        // Only here: an engine that dies while a write waits for its turn must not see it sent.
        if (method !== "GET") await options.beforeWrite();
        return exchange(options, request, timeoutMs).catch((cause: unknown) => ({ cause }));
      }).catch((forbidden: unknown) => {
        pacer.unsent(lane, bookedAt);
        throw forbidden;
      });
      const now = clock.now();
      const status = "cause" in outcome ? 0 : outcome.status;
      options.log({ vendor, method, route: path.route, status, attempt, tookMs: now - startedAt, heldMs });
      if ("cause" in outcome || status !== 429) {
        pacer.answered(lane, bookedAt, now);
        return outcome;
      }
      const asked = requestedWaitMs(outcome.headers, now);
      // At least as long as after any failure: a server that says 0 over and over would be asked without end.
      const waitMs = asked === undefined ? undefined : Math.max(asked, backoffMs(attempt, clock.random()));
      pacer.throttled(lane, bookedAt, now, waitMs);
      queuedAt = now;
      return undefined; // It was not carried out, so any method may come again; `mayWait` ends it.
    };

    for (;;) {
      queuedAt = clock.now();
      const response = await queueOf(lane).pass(mayWait, send);
      if ("cause" in response) {
        if (isRepeatable && ++failures < ATTEMPTS) {
          await hold(backoffMs(failures, clock.random()), "did not answer, again:");
          continue;
        }
        throw lostAnswer(facts, options.url, response.cause);
      }
      if (response.status >= 200 && response.status < 300) {
        if (isUsable(method, response)) {
          options.vendorClock.answered(response.headers);
          return { status: response.status, body: parse(response.text) };
        }
        throw unusable({ ...facts, status: response.status });
      }
      if (mayHaveBeenApplied(response.status) && isRepeatable && ++failures < ATTEMPTS) {
        await hold(backoffMs(failures, clock.random()), `answered ${response.status}, again:`);
        continue;
      }
      const refused = refusal(options, facts, response);
      if (!options.busy.has(refused.request.code ?? "")) throw refused;
      if (busy === BUSY_ATTEMPTS) throw fail(refused, `It was tried for ${2 ** busy - 1} s; nothing was changed.`);
      await hold(1000 * 2 ** busy++, "is busy, again:");
    }
  };
}

/** To the second and rounded up, with its day since a vendor may ask for more than one: `2026-05-04 14:05:00 UTC`. */
const moment = (at: number): string =>
  `${new Date(Math.ceil(at / 1000) * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;

interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** No answer came. */
interface Unanswered {
  readonly cause: unknown;
}

/** One attempt, read to its end: a body that stalls after the headers is a failed attempt too. */
async function exchange(
  { url, key, headers: own = {} }: TransportOptions,
  { method, path, query = {}, body, headers: more = {} }: ApiRequest,
  timeoutMs: number,
): Promise<RawAnswer> {
  const target = new URL(`${url.href.replace(/\/$/, "")}${path.text}`);
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const each of value) target.searchParams.append(`${name}[]`, each);
    else if (value !== undefined) target.searchParams.set(name, String(value));
  }
  const headers = {
    authorization: `Bearer ${key}`,
    accept: "application/json",
    "user-agent": "tenantry",
    ...own,
    ...more,
  };
  const response = await fetch(target, {
    method,
    ...(body === undefined
      ? { headers }
      : { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) }),
    // A redirect would turn a POST into a GET, and these APIs have none: what redirects is something in between.
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Whether a success is an answer of the API (JSON, or nothing to a write) and not a page of something in between. */
function isUsable(method: string, { headers, text }: RawAnswer): boolean {
  if (text === "") return method !== "GET";
  return isJson(headers) && parse(text) !== undefined;
}

const isJson = (headers: Headers): boolean => /\bjson\b/.test(headers.get("content-type") ?? "");

/** A success that says nothing is no absence: an object must not look gone because a proxy answered. */
const unusable = (facts: RequestFacts): VendorError =>
  facts.method === "GET"
    ? new VendorError("unexpected", facts, "the answer is not JSON; did something in between answer?")
    : new VendorError("outcome unknown", facts, "the answer is not JSON, so it may not have been applied");

/** Statuses that do not tell: the server, or something before it, gave up in the middle. */
const mayHaveBeenApplied = (status: number): boolean => status >= 500 || status === 408;

function lostAnswer(facts: RequestFacts, url: URL, cause: unknown): VendorError {
  const code = networkCode(cause);
  if (code && NEVER_SENT.has(code)) {
    const what = `no server answers at ${url.origin} (${code}); is the address right, and is it running?`;
    return new VendorError("unreachable", facts, what, { cause });
  }
  const why = code ?? (cause instanceof Error ? cause.name : "no answer");
  return facts.method === "GET"
    ? new VendorError("unexpected", facts, `no answer from ${url.origin} (${why})`, { cause })
    : new VendorError("outcome unknown", facts, `no answer (${why}), so it may have been applied`, { cause });
}

function networkCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return undefined;
}

/** The answer as the error that says what to do next. The only place where a status or a vendor code is judged. */
function refusal(options: TransportOptions, request: RequestFacts, { status, headers, text }: RawAnswer): VendorError {
  const { secrets, kinds } = options;
  const { code: saidCode, message = "the answer does not say why" } = options.explain(parse(text));
  // Some vendors quote what they refuse.
  const code = secrets.withhold(saidCode ?? "");
  const reason = excerpt(secrets.withhold(message), LONGEST_REASON);
  const requestId = secrets.withhold(headers.get("x-request-id") ?? "");
  const facts: RequestFacts = { ...request, status, ...(code && { code }), ...(requestId && { requestId }) };
  const kind = kinds.get(code) ?? kindOf(request.method, status);
  // Whatever stands in between says 404 as well, and an object must not look gone because a proxy has no such path.
  if (kind === "not found" && !isOwn(options, headers, text))
    return new VendorError(
      "unexpected",
      facts,
      `the answer is not ${options.vendor}'s own, so it tells of no absence; ${BETWEEN}`,
    );
  return new VendorError(kind, facts, `${reason}${REMARKS[status] ?? (kind === "outcome unknown" ? LOST : "")}`);
}

const REMARKS: Partial<Record<number, string>> = {
  401: "; the key in the environment is not accepted",
  403: "; the key in the environment may not do this",
};
const LOST = "; it may have been applied all the same";
const BETWEEN = "is the address right, and did something in between answer?";

/** Whether a refusal is in the vendor's form, and not a page of something in between. */
const isOwn = ({ explain }: TransportOptions, headers: Headers, text: string): boolean =>
  isJson(headers) && explain(parse(text)).message !== undefined;

function kindOf(method: string, status: number): VendorErrorKind {
  switch (status) {
    case 401:
    case 403:
      return "denied";
    case 404:
      return "not found";
    case 409:
      return "conflict";
    case 400:
    case 422:
      return "invalid";
    default:
      return method === "GET" || !mayHaveBeenApplied(status) ? "unexpected" : "outcome unknown";
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
