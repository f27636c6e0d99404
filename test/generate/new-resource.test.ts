import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { newResource } from "../../generate/new-resource.ts";
import { PROVIDERS } from "../../generate/resource-files.ts";

const vendors = ["openai", "workos"];

describe.each(["openai:SpendLimit", "workos:SpendLimit"])("a new %s", (token) => {
  const [vendor] = token.split(":");
  const files = newResource(token, vendors);
  if (typeof files === "string") throw new Error(files);

  test("is one file and the description it is tested by", () => {
    expect(files.map(({ path }) => relative(join(PROVIDERS, ".."), path))).toEqual([
      `providers/${vendor}/spend-limit.ts`,
      `test/resources/${vendor}/spend-limit.ts`,
    ]);
  });

  test("has its own name everywhere, and imports what is there", () => {
    for (const { path, text } of files) {
      expect(text).toContain("spendLimit");
      expect(text).not.toMatch(/example/i);
      if (vendor === "openai") expect(text).not.toContain("workos");
      const imported = [...text.matchAll(/ from "(\..+)";/g)].map(([, file = ""]) => join(dirname(path), file));
      expect(imported.length).toBeGreaterThan(0);
      expect(imported.filter((file) => !existsSync(file))).toEqual([]);
    }
  });

  test("is found as a resource, and says what is to do", () => {
    expect(files[0]?.text).toContain(`export class SpendLimit extends defineResource(${vendor}, "SpendLimit", {`);
    for (const { text } of files) expect(text).toContain("TODO");
  });
});

test.each(["", "openai", "openai:", "openai:group", "openai:Spend-Limit", "nobody:Group", "openai:../Group"])(
  "the token %j is refused",
  (token) => {
    expect(newResource(token, vendors)).toMatch(/^usage: npm run new -- <vendor>:<Name>/);
  },
);
