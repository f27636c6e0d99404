import { VendorError } from "./vendor-error.ts";

/** An object with this natural key exists already, or is in use: observe again, then decide. */
export class ConflictError extends VendorError {
  override readonly name = "ConflictError";
}
