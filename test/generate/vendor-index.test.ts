import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROVIDERS, resourceFiles } from "../../generate/resource-files.ts";
import { vendorIndex } from "../../generate/vendor-index.ts";

const vendors = [...resourceFiles()].map(([vendor, resources]) => ({ vendor, resources }));

test("every vendor is found", () => {
  expect(vendors.map(({ vendor }) => vendor)).toEqual(["openai", "workos"]);
});

test.each(vendors)("providers/$vendor/index.ts has every resource of its folder", ({ vendor, resources }) => {
  const index = readFileSync(join(PROVIDERS, vendor, "index.ts"), "utf8");
  expect(index, "out of date: `npm run generate` writes it").toBe(vendorIndex(resources));
});

test("no resource that was begun with `npm run new` is left unfinished", () => {
  const begun = vendors.flatMap(({ resources }) => resources.filter(({ text }) => text.includes("TODO")));
  expect(begun.map(({ file }) => file)).toEqual([]);
});
