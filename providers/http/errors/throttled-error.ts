import { VendorError } from "./vendor-error.ts";

/** 429 until the time set aside for waiting was spent. The request was never carried out. */
export class ThrottledError extends VendorError {
  override readonly name = "ThrottledError";
}
