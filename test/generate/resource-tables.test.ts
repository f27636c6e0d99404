import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROVIDERS, resourceFiles } from "../../generate/resource-files.ts";
import { withResourceTables } from "../../generate/resource-tables.ts";

const page = readFileSync(join(PROVIDERS, "../docs/resources.md"), "utf8");
const vendors = resourceFiles();

test("docs/resources.md has every resource as its schemas and its docstring have it", async () => {
  expect(page, "out of date: `npm run generate` writes its tables").toBe(await withResourceTables(page, vendors));
});

test("what stands between the marks is replaced, and nothing else is touched", async () => {
  const spoilt = page.replaceAll(/\| `(?:workos|openai)\.\w+` \|.*\n/g, "").replace("# Resources", "# All resources");
  expect(spoilt.length).toBeLessThan(page.length / 2);
  expect(await withResourceTables(spoilt, vendors)).toBe(page.replace("# Resources", "# All resources"));
});

test("a page that has no place for a vendor's table is refused", async () => {
  await expect(withResourceTables("# Resources\n", vendors)).rejects.toThrow("no place for the table of openai");
});
