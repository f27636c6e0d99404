import { VendorError } from "./vendor-error.ts";

/** 400 or 422: the vendor understood the request and refuses it. Repeating it cannot help. */
export class InvalidRequestError extends VendorError {
  override readonly name = "InvalidRequestError";
}
