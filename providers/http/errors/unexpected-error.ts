import { VendorError } from "./vendor-error.ts";

/** An answer that makes no sense here (5xx on a read, no JSON): stop, keep the request id. */
export class UnexpectedError extends VendorError {
  override readonly name = "UnexpectedError";
}
