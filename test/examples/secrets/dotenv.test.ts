import { chmodSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeDotenv } from "../../../examples/secrets/dotenv.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-dotenv-"));
  file = join(folder, ".env");
});
afterEach(() => rmSync(folder, { recursive: true }));

const text = () => readFileSync(file, "utf8");

test("a value is between quotes in which nothing has a meaning", () => {
  writeDotenv(file, { KEY: "sk-1", ODD: 'a #"$b" \\n ', QUOTE: "it's" });
  expect(text()).toBe("KEY='sk-1'\nODD='a #\"$b\" \\n '\nQUOTE=`it's`\n");
});

test("Node reads back whatever was written", () => {
  const values = fc.dictionary(
    fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/),
    fc.string({ unit: "grapheme" }).filter((value) => !/[\r\n\0'\p{Cs}]/u.test(value)),
    { maxKeys: 5 },
  );
  fc.assert(
    fc.property(values, (of) => {
      writeDotenv(file, of);
      expect(parseEnv(text())).toEqual({ ...of });
    }),
    { numRuns: 200 },
  );
});

test("a wider file, which somebody has open under another name, is replaced and not written to", () => {
  writeFileSync(file, "OLD='1'\n");
  chmodSync(file, 0o644);
  linkSync(file, join(folder, "theirs"));
  writeDotenv(file, { NEW: "2" });
  expect(text()).toBe("NEW='2'\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, "theirs"), "utf8")).toBe("OLD='1'\n");
});

test.each(["a\nb", "a\rb", "a\0b", "'`"])(
  "%j is refused without being shown, and the file stays as it was",
  (value) => {
    writeDotenv(file, { OLD: "1" });
    const refused = () => writeDotenv(file, { FINE: "2", KEY: value });
    expect(refused).toThrow(/^KEY has signs that a dotenv file cannot hold: a line break, or both kinds of quotes$/);
    expect(text()).toBe("OLD='1'\n");
    expect(readdirSync(folder)).toEqual([".env"]);
  },
);

test("what cannot take its place leaves nothing behind", () => {
  expect(() => writeDotenv(join(folder, "missing", ".env"), { KEY: "1" })).toThrow(/ENOENT/);
  expect(readdirSync(folder)).toEqual([]);
});
