import { createRequire } from "node:module";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withholdCallStacks } from "../../../providers/host/call-stacks.ts";

// An internal module of the SDK: where it renders a call stack for each promise around a registration.
const { debuggablePromise } = createRequire(import.meta.url)("@pulumi/pulumi/runtime/debuggable.js") as {
  debuggablePromise(promise: Promise<void>): void;
};

const before = Error.prepareStackTrace;
beforeEach(() => withholdCallStacks());
afterEach(() => {
  if (before) Error.prepareStackTrace = before;
  else Reflect.deleteProperty(Error, "prepareStackTrace");
});

test("the SDK's promises carry no call stack", () => {
  const promise: Promise<void> & { _debugStackTrace?: string } = Promise.resolve();
  debuggablePromise(promise);
  expect(promise._debugStackTrace).toBe("");
});

test("an error keeps its call stack", () => {
  const { stack } = new TypeError("wrong");
  expect(stack).toMatch(/^TypeError: wrong\n +at .*call-stacks\.test\.ts:\d+/);
});

test("asked again, it does not wrap itself, and it survives somebody else's renderer", () => {
  const first = Error.prepareStackTrace;
  withholdCallStacks();
  expect(Error.prepareStackTrace).toBe(first);

  Error.prepareStackTrace = (error) => `somebody else: ${error.message}`;
  withholdCallStacks();
  expect(new Error("wrong").stack).toBe("somebody else: wrong");
  const promise: Promise<void> & { _debugStackTrace?: string } = Promise.resolve();
  debuggablePromise(promise);
  expect(promise._debugStackTrace).toBe("");
});
