import { expect, test } from "vitest";
import { z } from "zod";
import { additive, marked, secret } from "../../../providers/contract/marks.ts";

const schema = z.object({
  value: secret(z.string()),
  labels: additive(z.record(z.string(), z.string()).optional()),
  name: z.string(),
});

test("each mark is found on its fields and on no others", () => {
  expect([...marked(schema, "secret")]).toEqual(["value"]);
  expect([...marked(schema, "additive")]).toEqual(["labels"]);
  expect([...marked(z.object({}), "secret")]).toEqual([]);
});

test("a mark changes nothing about what the schema accepts", () => {
  expect(schema.parse({ value: "x", name: "y" })).toEqual({ value: "x", name: "y" });
  expect(schema.safeParse({ name: "y" }).success).toBe(false);
});
