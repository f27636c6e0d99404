import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { leaks } from "./leaks.ts";

const folder = mkdtempSync(join(tmpdir(), "tenantry-leaks-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = 'sk-svcacct-a/b+c"d=e';
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const found = (text: string) => leaks([SECRET], new Map([["the output", text]]), folder);

test.each([
  ["plain", `value: ${SECRET}.`],
  ["in a URL", `?key=${encodeURIComponent(SECRET)}&x`],
  ["in JSON", JSON.stringify({ value: SECRET })],
  ["in base64", base64(SECRET)],
  ["in base64, one byte in", base64(`:${SECRET} and more`)],
  ["in base64, two bytes in", base64(`::${SECRET} and more`)],
  ["in base64, three bytes in", base64(`:::${SECRET} and more`)],
])("a secret is found %s", (_, text) => {
  expect(found(text)).toEqual([{ where: "the output", secret: SECRET }]);
});

test.each(["", "[secret]", base64("sk-svcacct-another"), SECRET.slice(0, 12)])("%j holds none", (text) => {
  expect(found(text)).toEqual([]);
});

test("a file is searched however deep it lies", () => {
  const file = join(folder, "a", "b", "events.json");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, Buffer.concat([Buffer.from([0, 255]), Buffer.from(SECRET)]));
  expect(leaks([SECRET, "another"], new Map(), folder)).toEqual([{ where: file, secret: SECRET }]);
});
