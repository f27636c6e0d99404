import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whileProgressing } from "./watchdog.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<never>(() => {});

test("what goes on, however slowly, is waited for, and nothing keeps running afterwards", async () => {
  let steps = 0;
  const { promise, resolve } = Promise.withResolvers<string>();
  const result = whileProgressing("work", promise, () => steps);
  for (; steps < 20; steps++) await vi.advanceTimersByTimeAsync(170_000);
  resolve("done");
  expect(await result).toBe("done");
  expect(vi.getTimerCount()).toBe(0);
});

test("what does nothing for three minutes fails by its name", async () => {
  let steps = 0;
  const failure = whileProgressing("pulumi up", never, () => steps).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(170_000);
  steps++;
  await vi.advanceTimersByTimeAsync(170_000);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await failure).toBe("pulumi up hangs: nothing happened for 180 s");
  expect(vi.getTimerCount()).toBe(0);
});

test("an error of the work is its own", async () => {
  await expect(whileProgressing("work", Promise.reject(new Error("broken")), () => 0)).rejects.toThrow("broken");
});
