import { VendorError } from "./vendor-error.ts";

/** 404 on the object itself: it does not exist. Nothing else means gone. */
export class NotFoundError extends VendorError {
  override readonly name = "NotFoundError";
}
