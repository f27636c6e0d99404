import { createRequire } from "node:module";
import resource from "@pulumi/pulumi/proto/resource_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withholdAnswers, withholdCallStacks } from "../../../providers/host/withheld.ts";

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
  expect(stack).toMatch(/^TypeError: wrong\n +at .*withheld\.test\.ts:\d+/);
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

test("the engine's answers are texts without values", () => {
  withholdAnswers();
  const properties = struct.Struct.fromJavaScript({ value: "cAnArY" });
  const made = new resource.RegisterResourceResponse().setUrn("urn:acme").setObject(properties);
  const read = new resource.ReadResourceResponse().setProperties(properties);
  expect(`${made} ${read}`).not.toContain("cAnArY");
  expect(made.getObject()?.toJavaScript()).toEqual({ value: "cAnArY" });
});
