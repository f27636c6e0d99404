import { expect, test } from "vitest";
import { OPENAI_OPERATIONS } from "../../emulators/openai/specification.ts";
import { WORKOS_OPERATIONS } from "../../emulators/workos/specification.ts";
import { openaiSpecification, workosSpecification } from "../contract/watch.ts";

test("the WorkOS emulator knows every operation of the official description, and no other", () => {
  const official = workosSpecification().operations;
  expect(official.length).toBeGreaterThan(200);
  expect([...WORKOS_OPERATIONS].sort()).toEqual(official.sort());
});

test("the OpenAI emulator knows every operation of the official description and those of the SDK alone, and no other", () => {
  const official = openaiSpecification().operations;
  expect(official.length).toBe(119 + 24);
  expect([...OPENAI_OPERATIONS].sort()).toEqual(official.sort());
});
