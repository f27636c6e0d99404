import { VendorError } from "./vendor-error.ts";

/**
 * A write went out and no usable answer came back (reset, timeout, 5xx), so it may have been applied.
 * Never retried blindly: the caller observes first.
 */
export class OutcomeUnknownError extends VendorError {
  override readonly name = "OutcomeUnknownError";
}
