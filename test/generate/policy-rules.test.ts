import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ruleIndex, ruleSettings } from "../../generate/policy-rules.ts";
import { rules } from "../../policies/index.ts";

const outOfDate = "out of date: `npm run generate` writes it";

test("policies/rules.ts has every rule of its folders", () => {
  expect(readFileSync("policies/rules.ts", "utf8"), outOfDate).toBe(ruleIndex());
});

test("the loader knows every rule and its settings", () => {
  expect(readFileSync("fleet/policy-rules.ts", "utf8"), outOfDate).toBe(ruleSettings(rules));
});
