import type { ActingClient } from "./acting-client.ts";
import type { Recorded } from "./history.ts";
import type { LimitRule } from "./rate-limits.ts";
import type { Switches } from "./switches.ts";

/** Who makes a request: a program with a key, or a person in the vendor's dashboard. */
export type Actor =
  | { readonly kind: "key"; readonly authorization?: string | undefined }
  | { readonly kind: "person"; readonly email: string };

/** One API request whose body was read, before any check. */
export interface Call {
  readonly actor: Actor;
  /** The emulator's clock; the same moment for everything that this request does. */
  readonly now: Date;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined when the request had no body. */
  readonly body: unknown;
  /** The body as it was sent. */
  readonly bodyText: string;
  readonly headers: Headers;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON; undefined sends no body at all. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * One operation of a vendor's API. `handle` is synchronous on purpose: no other request can change anything between its
 * checks and its changes. To refuse a request it throws a `Refusal`, before it changes anything.
 */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As the official specification spells it, `/organizations/{id}`. */
  readonly route: string;
  readonly handle: (call: Call) => Answer;
}

export const get = (route: string, handle: Endpoint["handle"]): Endpoint => ({ method: "GET", route, handle });
export const post = (route: string, handle: Endpoint["handle"]): Endpoint => ({ method: "POST", route, handle });
export const put = (route: string, handle: Endpoint["handle"]): Endpoint => ({ method: "PUT", route, handle });
export const patch = (route: string, handle: Endpoint["handle"]): Endpoint => ({ method: "PATCH", route, handle });
export const del = (route: string, handle: Endpoint["handle"]): Endpoint => ({ method: "DELETE", route, handle });

/** The value of a path parameter that the route is known to have. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no parameter ${name}`);
  return value;
}

/** The body of an operation that requires none: without a body it is `{}`. JSON `null` stays `null`, for the schema to refuse. */
export const optionalBody = ({ body = {} }: Call): unknown => body;

/** An error answer, in the vendor's own envelope. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

/** The vendor's error answers to requests that reach no operation. */
export interface ErrorEnvelopes {
  notFound(method: string, path: string): Answer;
  notImplemented(method: string, route: string): Answer;
  invalidJson(path: string): Answer;
  tooLarge(limitBytes: number, path: string): Answer;
  throttled(retryAfterSeconds: number): Answer;
  /** For injected failures and for bugs of the emulator itself. */
  error(status: number, message: string): Answer;
}

/** What the server needs to know of a vendor. */
export interface Vendor {
  readonly name: string;
  /** Prepended to every route, "" or "/v1". */
  readonly basePath: string;
  readonly endpoints: readonly Endpoint[];
  /** Every operation of the official specification, "GET /organizations"; those without an endpoint answer 501. */
  readonly specification: readonly string[];
  readonly errors: ErrorEnvelopes;
  /** On every answer, such as the request's id. */
  responseHeaders(): Record<string, string>;
  /** Operations of this vendor's control plane, mounted under /_emulator. */
  readonly control: readonly Endpoint[];
  readonly switches: Switches;
  /** All collections. Reads can be made to lag behind their changes. */
  readonly collections: readonly Recorded[];
  /** The limits that the vendor is known to have. */
  readonly limits: readonly LimitRule[];
  /** Checks who asks. Undefined: the request is allowed. */
  authenticate(authorization: string | undefined, headers: Headers): Answer | undefined;
  /** Runs the scheduled tasks that are due. */
  runDue(now: Date): void;
  /** Removes everything and makes what a new account has. */
  reset(): void;
  /** Makes the objects of an estate by requests through `act`, so that they are like those that a person makes. */
  seed(estate: unknown, act: ActingClient): Promise<void>;
  /** All objects as plain JSON. Secrets are included: this is a test double. */
  dump(): unknown;
}
