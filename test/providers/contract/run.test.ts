import { expect, test } from "vitest";
import { Run } from "../../../providers/contract/run.ts";

test("an object under way answers to its name until it is made, or failed", async () => {
  const run = new Run();
  let answer = (_id: string): void => {};
  const making = run.making("main", () => new Promise<string>((resolve) => (answer = resolve)));
  expect([run.isMaking("main"), run.isMaking("other")]).toEqual([true, false]);
  answer("key_1");
  expect(await making).toBe("key_1");
  expect(run.isMaking("main")).toBe(false);
  await expect(run.making("main", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(run.isMaking("main")).toBe(false);
});

test("two under way of one name are both waited for", async () => {
  const run = new Run();
  const answers: (() => void)[] = [];
  const make = () => run.making("main", () => new Promise<void>((resolve) => answers.push(resolve)));
  const both = [make(), make()];
  answers[0]?.();
  await both[0];
  expect(run.isMaking("main")).toBe(true);
  answers[1]?.();
  await both[1];
  expect(run.isMaking("main")).toBe(false);
});

test("what was made is held, what was taken over is held and was not made", () => {
  const run = new Run();
  run.made("workos:Organization", "org_1");
  run.tookOver("workos:Organization", "org_2");
  expect(run.hasMade("workos:Organization", "org_1")).toBe(true);
  expect(run.hasMade("workos:Organization", "org_2")).toBe(false);
  for (const id of ["org_1", "org_2"]) expect(run.holds("workos:Organization", id)).toBe(true);
  expect(run.holds("workos:Organization", "org_3")).toBe(false);
  expect(run.holds("openai:Project", "org_1")).toBe(false);
});

test("what it remembers for a resource is begun once", () => {
  const run = new Run();
  const first = run.memory("domains of org_1", () => new Set(["acme.example"]));
  expect(run.memory("domains of org_1", () => new Set())).toBe(first);
  expect(run.memory("domains of org_2", () => new Set())).not.toBe(first);
});

test("whose an object is in state is known by its type and its id", () => {
  const run = new Run();
  run.belongs("workos:Organization", "org_1", "acme");
  expect(run.tenantOf("workos:Organization", "org_1")).toBe("acme");
  expect(run.tenantOf("workos:Organization", "org_2")).toBeUndefined();
  expect(run.tenantOf("openai:Project", "org_1")).toBeUndefined();
});
