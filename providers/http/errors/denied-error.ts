import { VendorError } from "./vendor-error.ts";

/** 401 or 403: the credential is wrong or may not do this. Never a sign that an object is gone. */
export class DeniedError extends VendorError {
  override readonly name = "DeniedError";
}
