import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/**
 * As `expect(found, what).toEqual(expected)`, for what is compared thousands of times: Node sees sooner that values are equal, and
 * of what is not, or only has members that are undefined, Vitest says more.
 */
export function areEqual(found: unknown, expected: unknown, what?: string): void {
  if (!isDeepStrictEqual(found, expected)) expect(found, what).toEqual(expected);
}
