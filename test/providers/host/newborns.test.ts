import { expect, test } from "vitest";
import { Newborns } from "../../../providers/host/newborns.ts";

const idOf = ({ id }: { id: string }): string => id;

test("an object under way answers to its name, one that was made to its id", async () => {
  const newborns = new Newborns();
  let answer = (_row: { id: string }): void => {};
  const making = newborns.make("main", () => new Promise<{ id: string }>((resolve) => (answer = resolve)), idOf);
  expect([newborns.has("key_1", "main"), newborns.has("key_1", "other")]).toEqual([true, false]);
  answer({ id: "key_1" });
  await making;
  expect([newborns.has("key_1", "other"), newborns.has("key_2", "main")]).toEqual([true, false]);
});

test("one that failed is not under way any more", async () => {
  const newborns = new Newborns();
  await expect(newborns.make("main", () => Promise.reject(new Error("no")), idOf)).rejects.toThrow("no");
  expect(newborns.has("key_1", "main")).toBe(false);
});
