import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerpt, printable, printableJson, printableLines } from "../../../providers/contract/printable.ts";
import { redact } from "../../../providers/contract/redaction.ts";
import { anyHostileText, harm, hostileText } from "../../harness/hostile-text.ts";

describe("what is printed is nothing but text", () => {
  test("whatever is in it", () => {
    fc.assert(
      fc.property(anyHostileText, (text) => {
        expect(harm(printable(text))).toEqual([]);
      }),
    );
  });

  test("in each of its own lines, where it has several", () => {
    fc.assert(
      fc.property(fc.array(anyHostileText), (texts) => {
        const lines = printableLines(texts.join("\n")).split("\n");
        expect(lines.flatMap(harm)).toEqual([]);
      }),
    );
  });

  test("as JSON, from which whoever parses it has the texts as they were, keys too", () => {
    fc.assert(
      fc.property(anyHostileText, (text) => {
        const json = printableJson({ [text]: [text], text });
        expect(json.split("\n").flatMap(harm)).toEqual([]);
        expect(JSON.parse(json)).toEqual({ [text]: [redact(text)], text: redact(text) });
      }),
    );
    expect(JSON.parse(printableJson(hostileText))).toBe(redact(hostileText));
    expect(printableJson({ path: "a", value: null })).toBe('{\n  "path": "a",\n  "value": null\n}');
  });

  test("the second time as the first", () => {
    fc.assert(
      fc.property(anyHostileText, (text) => {
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });

  test.each([
    ["a colour", "\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m"],
    ["a title, by a control of one byte", "\u009d0;pwned\u0007", "\\u009d0;pwned\\u0007"],
    ["lines", "one\ntwo\r\nthree\tfour", "one\\ntwo\\r\\nthree\\tfour"],
    ["lines of another kind", "one\u2028two\u0085three", "one\\u2028two\\u0085three"],
    ["the other direction", "evil\u202egnp.exe", "evil\\u202egnp.exe"],
    ["letters that nobody sees", "a\u200bd\u{e0041}min", "a\\u200bd\\u{e0041}min"],
    ["half a character", "a\ud83db", "a\\ud83db"],
    ["an order to GitHub's runner", "  ::error file=a::b", "  : :error file=a::b"],
    ["an older one, anywhere", "a ##[set-env name=a]b", "a # #[set-env name=a]b"],
    ["one to Azure's", "a ##vso[task.setvariable variable=a]b", "a # #vso[task.setvariable variable=a]b"],
    ["HTML", "<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"],
    ["the engine's colours", "<{%fg 1%}>red", "&lt;{%fg 1%}>red"],
    ["a link", "![x](https://evil.example/)", "![x] (https://evil.example/)"],
    ["a key", "the key sk_live_cAnArY0123456789", "the key [redacted]"],
  ])("%s", (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test.each([
    "WorkOS POST /organizations/org_1/groups: 409: taken (request req_1). Run `pulumi up --refresh`.",
    "Größe & Söhne, 株式会社, עברית, 👍🏽: 50 % #1 [a] (b) {c} a::b",
    "must have <=1024 characters, < 5 and 3 <4",
    "tenants/acme.yaml:3:1: name: must not be empty",
  ])("and everything else as it is: %s", (text) => {
    expect(printable(text)).toBe(text);
  });
});

describe("what is printed is short", () => {
  test("a line keeps its beginning and its end, which says what to do", () => {
    const line = printable(`what happened: ${"x".repeat(1_000_000)}. Do this.`);
    expect(line.length).toBeLessThanOrEqual(4_000);
    expect(line).toMatch(/^what happened: x+ … x+\. Do this\.$/);
    expect(printable("\u202e".repeat(4_000)).length).toBeLessThanOrEqual(4_000);
  });

  test("what somebody else wrote is cut, and not through a character", () => {
    expect(excerpt("abc", 3)).toBe("abc");
    expect(excerpt("abcd", 3)).toBe("abc…");
    expect(excerpt("ab👍d", 3)).toBe("ab\ufffd…");
  });
});
