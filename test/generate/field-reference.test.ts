import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fieldReference } from "../../generate/field-reference.ts";

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const names = ["fleet.schema.json", "tenant.schema.json"];
const page = fieldReference(Object.fromEntries(names.map((name) => [name, read(`schemas/${name}`)])));

test("the page is what the schemas say", () => {
  expect(read("docs/fields.md")).toBe(page);
});

test("a field says what it may hold, whether it has to be there, and what it is", () => {
  const row = (field: string) => page.split("\n").find((line) => line.startsWith(`| \`${field}\` |`));
  expect(row("tenant")).toContain("| text | yes | ");
  expect(row("mfa.policy")).toContain("| `DISABLED`, `OPTIONAL`, `ENCOURAGED`, `REQUIRED` |  | Weakest first");
  expect(row("mfa.gracePeriodDays")).toContain("| a whole number, 0 to 90 |  | Days");
  expect(row("members[].email")).toContain("| text, up to 254 characters | yes | ");
  expect(row("deletionBudget.tenants")).toContain("| a whole number, at least 0 |  | ");
  expect(row("plans.<name>.require.admins.min")).toBeDefined();
  // What is refused is no field.
  expect(row("webhooks")).toContain("a list");
  expect(page.slice(0, page.indexOf("## fleet.yaml"))).not.toContain("| `webhooks`");
});
