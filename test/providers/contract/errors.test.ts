import { describe, expect, test } from "vitest";
import * as errors from "../../../providers/contract/errors.ts";

const { advise, ConfigurationError, Failure, fail, hasCode, VendorError, when } = errors;

const CANARY = "sk_live_cAnArY0123456789";
const facts = { vendor: "WorkOS", method: "POST", path: "/organizations/org_1", route: "/organizations/{id}" };

const guards: Record<errors.VendorErrorKind, (error: unknown) => boolean> = {
  conflict: errors.isConflict,
  denied: errors.isDenied,
  invalid: errors.isInvalid,
  "not found": errors.isNotFound,
  "outcome unknown": errors.isOutcomeUnknown,
  throttled: errors.isThrottled,
  unexpected: errors.isUnexpected,
  unreachable: errors.isUnreachable,
};
const kinds = Object.keys(guards) as errors.VendorErrorKind[];

describe("a vendor's refusal", () => {
  test.each(kinds)("of the kind %s is told by its own guard alone", (kind) => {
    const error = new VendorError(kind, facts, "no");
    expect(kinds.filter((each) => guards[each](error))).toEqual([kind]);
    // What says more about it is no answer to a request any more, and decides nothing.
    expect(kinds.filter((each) => guards[each](fail(error, "Do this.")))).toEqual([]);
  });

  test.each([new Error("conflict"), { kind: "conflict" }, undefined])("is nothing else: %o", (error) => {
    expect(kinds.filter((kind) => guards[kind](error))).toEqual([]);
    expect(hasCode("conflict")(error)).toBe(false);
  });

  test("is known by the vendor's code", () => {
    const error = new VendorError("invalid", { ...facts, status: 400, code: "lock_timeout" }, "no");
    expect(hasCode("other", "lock_timeout")(error)).toBe(true);
    expect(hasCode("other")(error)).toBe(false);
    expect(hasCode("lock_timeout")(new VendorError("invalid", facts, "no"))).toBe(false);
  });

  test("is answered where it is expected, and thrown on where it is not", async () => {
    const conflict = new VendorError("conflict", facts, "no");
    expect(when(errors.isConflict, () => "ours")(conflict)).toBe("ours");
    expect(() => when(errors.isInvalid, () => "ours")(conflict)).toThrow(conflict);
  });

  test("is thrown with the way out of it, and as it is where nobody finds one", async () => {
    const conflict = new VendorError("conflict", facts, "no");
    const refused = (...given: Parameters<typeof advise>) => Promise.reject(conflict).catch(advise(...given));
    await expect(refused(errors.isConflict, "Do this.")).rejects.toThrow(/: no\. Do this\.$/);
    await expect(refused(errors.isConflict, async () => "Do that.")).rejects.toThrow(/: no\. Do that\.$/);
    const failing = () => Promise.reject(new Error("unreachable"));
    await expect(refused(errors.isConflict, failing)).rejects.toMatchObject({ message: conflict.message });
    await expect(refused(errors.isInvalid, "Do this.")).rejects.toBe(conflict);
  });

  test("shows nothing that looks like a credential", () => {
    expect(new VendorError("invalid", facts, `the key ${CANARY} is bad`).message).toBe(
      "WorkOS POST /organizations/org_1: the key [redacted] is bad",
    );
  });
});

describe("a failure", () => {
  test("says what happened and what to do", () => {
    expect(fail("it cannot be", "Do this.").message).toBe("it cannot be. Do this.");
    expect(fail("it cannot be", "").message).toBe("it cannot be");
  });

  test("keeps the vendor's refusal that it is about", () => {
    const error = new VendorError("conflict", { ...facts, status: 409 }, "taken");
    expect(fail(error, "Do this.")).toMatchObject({
      message: "WorkOS POST /organizations/org_1: 409: taken. Do this.",
      cause: error,
    });
  });

  test.each([fail("no", ""), new VendorError("denied", facts, "no"), new ConfigurationError(["no"])])(
    "is what people are told as it is: $name",
    (error) => {
      expect(error).toBeInstanceOf(Failure);
    },
  );
});
