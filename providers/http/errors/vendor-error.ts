import { redact } from "../redaction.ts";

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

/** A request that did not succeed. The subclasses say what the caller does next. */
export class VendorError extends Error {
  override readonly name: string = "VendorError";
  readonly request: RequestFacts;

  constructor(request: RequestFacts, what: string, options?: ErrorOptions) {
    const answer = [request.status, request.code].filter((part) => part !== undefined).join(" ");
    const trail = request.requestId ? ` (request ${request.requestId})` : "";
    super(
      redact(`${request.vendor} ${request.method} ${request.path}: ${answer ? `${answer}: ` : ""}${what}${trail}`),
      options,
    );
    this.request = request;
  }
}

/** The vendor error inside whatever a vendor's SDK wrapped around it. */
export function vendorErrorOf(error: unknown): VendorError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("request" in cause && cause.name.endsWith("Error")) return cause as VendorError;
  }
  return undefined;
}
