import pLimit from "p-limit";
import type { Clock } from "./clock.ts";
import { ConflictError } from "./errors/conflict-error.ts";
import { DeniedError } from "./errors/denied-error.ts";
import { InvalidRequestError } from "./errors/invalid-request-error.ts";
import { NotFoundError } from "./errors/not-found-error.ts";
import { OutcomeUnknownError } from "./errors/outcome-unknown-error.ts";
import { ThrottledError } from "./errors/throttled-error.ts";
import { UnexpectedError } from "./errors/unexpected-error.ts";
import { UnreachableError } from "./errors/unreachable-error.ts";
import type { RequestFacts, VendorError } from "./errors/vendor-error.ts";
import type { Pacer } from "./pacing.ts";
import type { RequestLog } from "./request-log.ts";
import { backoffMs, requestedWaitMs } from "./retry-timing.ts";

export interface TransportOptions {
  /** The vendor as people write it, e.g. `WorkOS`; it opens every message. */
  readonly vendor: string;
  /** The template of a path below the base URL. */
  readonly routeOf: (path: string) => string;
  /** The part of every path that belongs to the base URL, e.g. `/v1`; "" for none. */
  readonly basePath: string;
  /** What the vendor's error body says; both parts may be missing. */
  readonly explain: (body: unknown) => { code?: string | undefined; message?: string | undefined };
  /** Codes that mean "exists already" though their status is not 409. */
  readonly conflictCodes: ReadonlySet<string>;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly log: RequestLog;
  /** Told when a request has to wait long, for people to read. */
  readonly notice: (line: string) => void;
  /** Throws when nothing may be written any more; asked before each write. */
  readonly beforeWrite: () => Promise<void>;
  /** How many requests may be open at once. */
  readonly concurrency: number;
  /** How long one attempt may take, its body included. @default 30_000 */
  readonly timeoutMs?: number;
  /** How long one request may be held back by 429s in all. @default 600_000 */
  readonly maxThrottledMs?: number;
  readonly fetch?: typeof fetch;
}

/** Attempts at a request that may safely be sent twice. */
const ATTEMPTS = 5;

/** A wait worth a line in the log. */
const NOTICEABLE_MS = 5_000;

/** The network's own words for "nobody there": no byte of the request was sent. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** A repeated PUT or DELETE ends in the same state; a repeated POST or PATCH may not. */
const isRepeatable = (method: string): boolean => method !== "POST" && method !== "PATCH";

/**
 * A `fetch` for a vendor's SDK: paced per route, retried where a second sending cannot hurt, logged by template, and
 * with every failure turned into the one `VendorError` class that says what to do next. It resolves with 2xx answers
 * only. The SDK's own time limit is ignored, since it would count the time a request is held back.
 *
 * @throws NotFoundError ConflictError DeniedError InvalidRequestError ThrottledError UnreachableError
 * @throws OutcomeUnknownError for a POST or PATCH whose answer was lost
 * @throws UnexpectedError for a read that kept failing
 */
export function createTransport(options: TransportOptions): typeof fetch {
  const { clock, pacer, vendor } = options;
  const send = options.fetch ?? fetch;
  const slot = pLimit(options.concurrency);
  const timeoutMs = options.timeoutMs ?? 30_000;
  const maxThrottledMs = options.maxThrottledMs ?? 600_000;

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = (init.method ?? "GET").toUpperCase();
    const path = url.pathname.slice(options.basePath.length);
    const facts: RequestFacts = { vendor, method, path, route: options.routeOf(path) };
    const lane = `${method} ${facts.route}`;
    let heldMs = 0;
    let failures = 0;

    const hold = async (ms: number, why: string): Promise<void> => {
      if (ms >= NOTICEABLE_MS) options.notice(`waiting ${Math.ceil(ms / 1000)} s: ${vendor} ${why} ${lane}`);
      heldMs += ms;
      await clock.sleep(ms);
    };

    for (let attempt = 1; ; attempt++) {
      for (let wait = pacer.claim(lane, clock.now()); wait > 0; wait = pacer.claim(lane, clock.now())) {
        if (heldMs + wait > maxThrottledMs) {
          throw new ThrottledError(facts, `held back for ${Math.round(heldMs / 1000)} s by the vendor's rate limit`);
        }
        await hold(wait, "limits");
      }
      if (method !== "GET") await options.beforeWrite();

      const startedAt = clock.now();
      const logged = (status: number) =>
        options.log({ vendor, method, route: facts.route, status, attempt, tookMs: clock.now() - startedAt, heldMs });
      let response: Response;
      try {
        response = await slot(() => exchange(send, url, init, timeoutMs));
        logged(response.status);
      } catch (cause) {
        logged(0);
        if (isRepeatable(method) && ++failures < ATTEMPTS) {
          await hold(backoffMs(failures, clock.random()), "did not answer, again:");
          continue;
        }
        throw lostAnswer(facts, url, cause);
      }
      if (response.ok) {
        if (await isUsable(method, response)) return response;
        throw unusable({ ...facts, status: response.status });
      }

      if (response.status === 429) {
        const asked = requestedWaitMs(response.headers, clock.now());
        // At least as long as after any failure: a server that says 0 over and over would be asked without end.
        const waitMs = asked === undefined ? undefined : Math.max(asked, backoffMs(attempt, clock.random()));
        pacer.throttled(lane, clock.now(), waitMs);
        continue; // The request was not carried out, so any method may come again; `maxThrottledMs` ends it.
      }
      if (mayHaveBeenApplied(response.status) && isRepeatable(method) && ++failures < ATTEMPTS) {
        await hold(backoffMs(failures, clock.random()), `answered ${response.status}, again:`);
        continue;
      }
      throw await refusal(options, facts, response);
    }
  };
}

/** One attempt, read to its end: a body that stalls after the headers is a failed attempt too. */
async function exchange(send: typeof fetch, url: URL, init: RequestInit, timeoutMs: number): Promise<Response> {
  // A redirect would turn a POST into a GET, and these APIs have none: what redirects is something in between.
  const response = await send(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
  const body = await response.text();
  // Vendor SDKs read an answer without a content type as empty, and an empty one as broken.
  const bodiless = response.status === 204 || response.status === 205 || body === "";
  return new Response(bodiless ? null : body, { status: response.status, headers: response.headers });
}

/** Whether a success is an answer of the API (JSON, or nothing to a write) and not a page of something in between. */
async function isUsable(method: string, response: Response): Promise<boolean> {
  const body = await response.clone().text();
  if (body === "") return method !== "GET";
  return /\bjson\b/.test(response.headers.get("content-type") ?? "") && parse(body) !== undefined;
}

/** A success that says nothing is no absence: an object must not look gone because a proxy answered. */
function unusable(facts: RequestFacts): VendorError {
  return facts.method === "GET"
    ? new UnexpectedError(facts, "the answer is not JSON; did something in between answer?")
    : new OutcomeUnknownError(facts, "the answer is not JSON, so it may not have been applied");
}

/** Statuses that do not tell: the server, or something before it, gave up in the middle. */
const mayHaveBeenApplied = (status: number): boolean => status >= 500 || status === 408;

function lostAnswer(facts: RequestFacts, url: URL, cause: unknown): VendorError {
  const code = networkCode(cause);
  if (code && NEVER_SENT.has(code)) {
    return new UnreachableError(
      facts,
      `no server answers at ${url.origin} (${code}); is the address right, and is it running?`,
      {
        cause,
      },
    );
  }
  const why = code ?? (cause instanceof Error ? cause.name : "no answer");
  return facts.method === "GET"
    ? new UnexpectedError(facts, `no answer from ${url.origin} (${why})`, { cause })
    : new OutcomeUnknownError(facts, `no answer (${why}), so it may have been applied`, { cause });
}

function networkCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return undefined;
}

/** The answer as the error that says what to do next. The only place where a status or a vendor code is judged. */
async function refusal(options: TransportOptions, request: RequestFacts, response: Response): Promise<VendorError> {
  const { code, message } = options.explain(parse(await response.text()));
  const requestId = response.headers.get("x-request-id");
  const facts: RequestFacts = {
    ...request,
    status: response.status,
    ...(code ? { code } : {}),
    ...(requestId ? { requestId } : {}),
  };
  const said = message ?? "the answer does not say why";
  if (code && options.conflictCodes.has(code)) return new ConflictError(facts, said);
  switch (response.status) {
    case 401:
      return new DeniedError(facts, `${said}; the key in the environment is not accepted`);
    case 403:
      return new DeniedError(facts, `${said}; the key in the environment may not do this`);
    case 404:
      return new NotFoundError(facts, said);
    case 409:
      return new ConflictError(facts, said);
    case 400:
    case 422:
      return new InvalidRequestError(facts, said);
    default:
      return request.method === "GET" || !mayHaveBeenApplied(response.status)
        ? new UnexpectedError(facts, said)
        : new OutcomeUnknownError(facts, `${said}; it may have been applied all the same`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
