import { expect, test } from "vitest";
import { UnansweredError } from "../../../providers/host/unanswered-error.ts";
import { harm, hostileText } from "../../harness/hostile-text.ts";

test.each([
  new UnansweredError(hostileText),
  UnansweredError.of("workos.user", new Error(`${hostileText}\nthe key sk_live_cAnArY0123456789`)),
])("what a vendor said to a program's question is one line of text", ({ message }) => {
  expect(message).toContain("x\\u001b[2J");
  expect(message).not.toContain("cAnArY");
  expect(harm(message)).toEqual([]);
});
