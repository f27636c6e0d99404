import { VendorError } from "./vendor-error.ts";

/** No connection, so nothing was sent: the server is down, or its address is wrong. */
export class UnreachableError extends VendorError {
  override readonly name = "UnreachableError";
}
