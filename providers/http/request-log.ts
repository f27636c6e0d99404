import { appendFileSync } from "node:fs";

/** One attempt at one request, as it is logged: no host, no id, no query, no body. */
export interface LoggedRequest {
  readonly vendor: string;
  readonly method: string;
  /** The route template, e.g. `/organizations/{id}`. */
  readonly route: string;
  /** `0` when no answer came. */
  readonly status: number;
  readonly attempt: number;
  /** How long the answer took. */
  readonly tookMs: number;
  /** How long the request was held back before it was sent. */
  readonly heldMs: number;
}

export type RequestLog = (entry: LoggedRequest) => void;

/**
 * The log that `TENANTRY_REQUEST_LOG=<file>` asks for: one JSON line per attempt, appended, for this user alone.
 * Without it, nothing.
 */
export function requestLog(environment: NodeJS.ProcessEnv): RequestLog {
  const file = environment.TENANTRY_REQUEST_LOG;
  return file ? (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 }) : () => {};
}
