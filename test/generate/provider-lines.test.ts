import { expect, test } from "vitest";
import { withNewLines } from "../../generate/provider-lines.ts";

test("a new resource gets its line; those that are there stay as they are", () => {
  const group = { name: "Group", file: "group.ts", path: "", text: "" };
  const pinned = { "workos:Gone": "the line of a resource that is gone", "workos:Group": "the line in state" };
  expect(
    withNewLines(
      pinned,
      new Map([
        ["openai", [group]],
        ["workos", [group]],
      ]),
    ),
  ).toEqual({
    "openai:Group": `exports.handler = async () => (await import("tenantry/runtime")).provider("openai:Group")`,
    ...pinned,
  });
});
