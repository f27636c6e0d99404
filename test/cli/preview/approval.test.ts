import { expect, test } from "vitest";
import { approvalIn, differencesFrom } from "../../../cli/preview/approval.ts";
import { forPrograms, previewOf } from "../../../cli/preview/preview.ts";
import { printableJson } from "../../../providers/contract/printable.ts";
import { recorded, sources, typeOf } from "./recorded.ts";

const events = recorded("changes");
const previewed = (those: typeof events) => previewOf(those, { typeOf, sources });
const now = previewed(events);

test("what was approved is what is done, by its digest or by the file that a preview wrote", () => {
  expect(differencesFrom(approvalIn(now.digest), now)).toEqual([]);
  expect(differencesFrom(approvalIn(printableJson(forPrograms(now))), now)).toEqual([]);
});

test("anything else is told, by the file in words", () => {
  const less = previewed(
    events.filter(({ resourcePreEvent }) => !resourcePreEvent?.metadata.urn.includes("spend-limit")),
  );
  expect(differencesFrom(approvalIn(printableJson(forPrograms(less))), now)).toEqual([
    "now, and not approved: acme: spend limit: monthly 500 → 800 USD",
  ]);
  expect(differencesFrom(approvalIn(printableJson(forPrograms(now))), less)).toEqual([
    "approved, and not now: acme: spend limit: monthly 500 → 800 USD",
  ]);
  expect(differencesFrom(approvalIn(less.digest), now)).toEqual([expect.stringContaining("not what was approved")]);
});

test("neither a text nor a file of another kind is an approval", () => {
  expect(() => approvalIn("yes")).toThrow();
  expect(() => approvalIn('{"digest":1}')).toThrow("no digest");
});
