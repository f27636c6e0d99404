import { excerpt } from "./printable.ts";
import { redact } from "./redaction.ts";

/**
 * A failure that is part of the job, said for the person who reads it in a CI log: what, where, why, what to do next.
 * Whatever is no `Failure` is a bug of ours and is reported as one.
 */
export class Failure extends Error {
  override readonly name: string = "Failure";
}

/**
 * Refuses to go on.
 * @param what what happened, as a sentence without its full stop; or the vendor's refusal, whose message says it
 * @param wayOut what the reader can do about it, as a whole sentence; "" where nobody knows
 */
export function fail(what: string | VendorError, wayOut: string): Failure {
  const [said, options] = typeof what === "string" ? [what, {}] : [what.message, { cause: what }];
  return new Failure(wayOut === "" ? said : `${said}. ${wayOut}`, options);
}

/** A member that every answer has, as it was sent. From an answer without it nothing is concluded, least of all "none". */
export function given<Value>(member: Value | undefined, name: string): Value {
  if (member !== undefined) return member;
  throw fail(`the vendor's answer has no ${name} in it; nothing is concluded from it`, "");
}

/** The environment does not let us connect: everything that is missing or wrong, and what to set instead. */
export class ConfigurationError extends Failure {
  override readonly name = "ConfigurationError";

  constructor(problems: readonly string[]) {
    // What is quoted from a variable may be a key that was put into the wrong one.
    super(redact(problems.join("\n")));
  }
}

/** What is known of one request; never a header, a query or a body, so it can be shown. */
export interface RequestFacts {
  /** The vendor as people write it, e.g. `WorkOS`. */
  readonly vendor: string;
  readonly method: string;
  /** The path that was asked for, without its query. */
  readonly path: string;
  /** The path's template, e.g. `/organizations/{id}`. */
  readonly route: string;
  readonly status?: number;
  /** The vendor's own error code, e.g. `external_id_already_used`. */
  readonly code?: string;
  /** What the vendor's support asks for. */
  readonly requestId?: string;
}

/** Why a request did not succeed, by what the caller does next. */
export type VendorErrorKind =
  /** The object exists already, or is in use: observe again, then decide. */
  | "conflict"
  /** 401 or 403. The credential is wrong or may not do this; never a sign that an object is gone. */
  | "denied"
  /** 400 or 422. The vendor understood the request and refuses it; repeating it cannot help. */
  | "invalid"
  /** The object itself does not exist. Nothing else means gone. */
  | "not found"
  /** A write went out and no usable answer came back, so it may have been applied: observe before anything is sent again. */
  | "outcome unknown"
  /** 429 until the time set aside for waiting was spent. The request was never carried out. */
  | "throttled"
  /** An answer that makes no sense here (5xx on a read, no JSON): stop, keep the request id. */
  | "unexpected"
  /** No connection, so nothing was sent: the server is down, or its address is wrong. */
  | "unreachable";

/** A request that did not succeed. The guards below tell the kinds apart. */
export class VendorError extends Failure {
  override readonly name = "VendorError";
  readonly kind: VendorErrorKind;
  readonly request: RequestFacts;

  constructor(kind: VendorErrorKind, request: RequestFacts, what: string, options?: ErrorOptions) {
    const answer = [request.status, request.code && excerpt(request.code)]
      .filter((part) => part !== undefined)
      .join(" ");
    const trail = request.requestId ? ` (request ${excerpt(request.requestId)})` : "";
    super(
      redact(`${request.vendor} ${request.method} ${request.path}: ${answer ? `${answer}: ` : ""}${what}${trail}`),
      options,
    );
    this.kind = kind;
    this.request = request;
  }
}

const guard =
  (kind: VendorErrorKind) =>
  (error: unknown): error is VendorError =>
    error instanceof VendorError && error.kind === kind;

export const isConflict = guard("conflict");
export const isDenied = guard("denied");
export const isInvalid = guard("invalid");
export const isNotFound = guard("not found");
export const isOutcomeUnknown = guard("outcome unknown");
export const isThrottled = guard("throttled");
export const isUnexpected = guard("unexpected");
export const isUnreachable = guard("unreachable");

/** Guards errors to which the vendor gave one of these codes, e.g. `invite_not_pending`. */
export const hasCode =
  (...codes: readonly string[]) =>
  (error: unknown): error is VendorError =>
    error instanceof VendorError && error.request.code !== undefined && codes.includes(error.request.code);

type Guard = (error: unknown) => error is VendorError;

/** For `catch`: what follows from one kind of failure. Every other is thrown on. */
export const when =
  <Answer>(is: Guard, then: (error: VendorError) => Answer) =>
  (error: unknown): Answer => {
    if (is(error)) return then(error);
    throw error;
  };

/**
 * For `catch`: one kind of failure is thrown with the way out of it, as by `fail`; every other as it is.
 * @param wayOut or the search for it; where that fails too, the refusal is what matters
 */
export const advise = (is: Guard, wayOut: string | (() => Promise<string>)) =>
  when(is, async (error): Promise<never> => {
    throw fail(error, typeof wayOut === "string" ? wayOut : await wayOut().catch(() => ""));
  });

/**
 * For `catch`, where what is there already is refused like everything else that may be wrong: only a look tells.
 * @param what e.g. `the role auditor`
 */
export const unlessThere = (what: string, isThere: () => Promise<boolean>) =>
  when(isInvalid, async (error): Promise<never> => {
    if (!(await isThere())) throw error;
    throw new VendorError("conflict", error.request, `${what} exists already`, { cause: error });
  });
