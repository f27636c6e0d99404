import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withPolicyTable } from "../../generate/policy-table.ts";
import { rules } from "../../policies/index.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/policies.md"), "utf8");

test("docs/policies.md has every rule as its file has it", () => {
  expect(page, "out of date: `npm run generate` writes its table").toBe(withPolicyTable(page));
  expect(page.match(/^\| \[`/gm)).toHaveLength(rules.length);
  expect(page.match(/^### [a-z-]+$/gm)).toHaveLength(rules.length);
});

test("README names every rule", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  expect(rules.filter(({ name }) => !readme.includes(`\`${name}\``)).map(({ name }) => name)).toEqual([]);
});

test("a page that has no place for the table is refused", () => {
  expect(() => withPolicyTable("# Policies\n")).toThrow("docs/policies.md has no place for the table of rules");
});
