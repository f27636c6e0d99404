import fc from "fast-check";
import { expect, test } from "vitest";
import type { EngineEvent } from "../../../cli/preview/engine-events.ts";
import { code, markdownOf, markerOf, prose } from "../../../cli/preview/markdown.ts";
import { forPrograms, previewOf } from "../../../cli/preview/preview.ts";
import { noSources } from "../../../cli/preview/sources.ts";
import { terminalText } from "../../../cli/preview/terminal.ts";
import { printableJson } from "../../../providers/contract/printable.ts";
import { anyHostileText, harm, hostileText } from "../../harness/hostile-text.ts";
import { recorded, sources, typeOf } from "./recorded.ts";

const previewed = (events: readonly EngineEvent[]) => previewOf(events, { typeOf, sources: noSources });

/** The same events with another text wherever a name, a value or a message stood. */
const withTexts = (events: readonly EngineEvent[], text: string): EngineEvent[] =>
  JSON.parse(JSON.stringify(events), (name, value) => {
    if (typeof value !== "string" || ["op", "type", "id", "severity", "enforcementLevel", "result"].includes(name))
      return value;
    if (name === "urn" || name === "resourceUrn") return value.replaceAll("org-temp", text).replaceAll("hooli", text);
    return value.replace(
      /^(?:Boss|Engineer|org-.*|.*@acme.*|Temp|acme.*|service account.*|A service.*|record-.*)$/s,
      text,
    );
  });

/** What is left of Markdown without its code: spans by CommonMark's rule, and fenced blocks. */
const withoutCode = (markdown: string): string =>
  markdown
    .replace(/^ *(`{3,})\n[\s\S]*?\n *\1$/gm, "[code]")
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "[code]");

test("whatever a name, a value or a message holds, it is shown as code: around it the comment is the same", () => {
  const plain = withoutCode(markdownOf(previewed(withTexts(recorded("changes"), "word"))));
  expect(plain).toContain("[code]");
  fc.assert(
    fc.property(anyHostileText, (hostile) => {
      const text = `x${hostile}`; // An empty one is told as such.
      const markdown = markdownOf(previewed(withTexts(recorded("changes"), text)));
      for (const line of withoutCode(markdown).split("\n"))
        expect(harm(line.replace(/<!--.*-->|<\/?sub>/g, ""))).toEqual([]);
      expect(withoutCode(markdown)).not.toMatch(/@|evil|https?:/);
    }),
    { numRuns: 60 },
  );
});

test("no text makes more of a span of code than that", () => {
  fc.assert(
    fc.property(anyHostileText, (text) => {
      expect(withoutCode(code(text))).toBe("[code]");
      const left = withoutCode(prose(text)).replaceAll("[code]", "");
      expect(left).toMatch(/^[\p{L}\d\s.,;:()"'’-]*$/u);
      expect(left).not.toMatch(/@|\w\.\w|\d{6}/u);
    }),
    { numRuns: 1000 },
  );
  for (const harmful of [
    "@team",
    "#12",
    "acme/repo#1",
    "GH-12",
    "0123abc4567",
    "www.evil.example",
    "https://evil.example",
    ":tada:",
    "*bold*",
    "<b>",
    "![x](y)",
  ])
    expect(withoutCode(prose(`see ${harmful} now`)), harmful).toMatch(/^see \[code\]:?(?: \(y\))? now$/);
});

test("neither a terminal nor a CI runner is steered by what is printed", () => {
  const found = previewed(withTexts(recorded("changes"), hostileText));
  for (const line of terminalText(found).split("\n")) expect(harm(line)).toEqual([]);
  for (const line of printableJson(forPrograms(found)).split("\n")) expect(harm(line)).toEqual([]);
});

test("the first line is the same each time, by the stack alone", () => {
  const [first] = markdownOf(previewed(recorded("changes"))).split("\n");
  expect(first).toBe("<!-- tenantry preview test -->");
  expect(markdownOf(previewed(recorded("first"))).split("\n")[0]).toBe(first);
  expect(markerOf("a--> <b> -- x")).toMatch(/^<!-- tenantry preview \w+ -->$/);
});

test("a comment is never longer than it may be, and says what is missing", () => {
  const [change] = previewed(recorded("changes")).tenants.flatMap(({ changes }) => changes);
  const found = previewed(recorded("changes"));
  const tenants = Array.from({ length: 900 }, (_, at) => ({ tenant: `tenant-${at}`, changes: Array(3).fill(change) }));
  const markdown = markdownOf({ ...found, tenants }, { whole: "the artifact has all" });
  expect(markdown.length).toBeLessThanOrEqual(65_536);
  expect(markdown.length).toBeGreaterThan(60_000);
  expect(markdown).toContain("Look at these first");
  expect(markdown).toMatch(/\*\*And \d{3,4} lines more\*\* than a comment holds: the artifact has all\./);
});

test("lines of files are links where the address is known", () => {
  const found = previewOf(recorded("changes"), { typeOf, sources });
  const markdown = markdownOf(found, { linkTo: ({ file, line }) => `https://git.example/${file}#L${line}` });
  expect(markdown).toContain("[`tenants/acme.yaml:13`](https://git.example/tenants/acme.yaml#L13)");
});
