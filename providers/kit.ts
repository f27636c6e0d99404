/** What the file of a resource, or of a lookup, is written with. */

export { z } from "zod";
export { ABSENT } from "./contract/collection.ts";
export { eventsOf, says } from "./contract/definition.ts";
export {
  advise,
  fail,
  given,
  hasCode,
  isConflict,
  isDenied,
  isInvalid,
  isNotFound,
  isOutcomeUnknown,
  unlessThere,
  VendorError,
  when,
} from "./contract/errors.ts";
export { additive, local, passing, secret } from "./contract/marks.ts";
export { defineObservation } from "./host/observation.ts";
export { defineResource } from "./host/resource.ts";
export { Answers } from "./http/answers.ts";
export type { Api, Paging } from "./http/api.ts";
export { camelCase, snakeCase } from "./http/case.ts";
export { OwnWrites } from "./http/own-writes.ts";
export { at, type Path } from "./http/path.ts";
