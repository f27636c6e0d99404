import { describe, expect, test } from "vitest";
import { renamed } from "../../cli/renamed.ts";

const both = { externalId: true, projectName: true };
const neither = { externalId: false, projectName: false };

describe("a file under another key", () => {
  test("says what it was called, and nothing else of it changes", () => {
    const text = `# A good customer.
schemaVersion: 1
tenant: acme # for ever

name: "Acme"   # as on the contract
openai: {project: {residency: GLOBAL}} # small
`;
    expect(renamed(text, "acme", "acme-corp", neither)).toBe(
      text.replace("tenant: acme # for ever\n", "tenant: acme-corp # for ever\nformerly: [acme]\n"),
    );
    expect(renamed(text, "acme", "acme-corp", both)).toBe(
      text
        .replace("tenant: acme # for ever\n", "tenant: acme-corp # for ever\nformerly: [acme]\nexternalId: acme\n")
        .replace("{residency", "{ name: acme,residency"),
    );
  });

  test.each([
    [
      "openai:\n  project:\n    # theirs\n    residency: GLOBAL\n",
      "openai:\n  project:\n    # theirs\n    name: acme\n    residency: GLOBAL\n",
    ],
    ["openai: { project: {} }\n", "openai: { project: { name: acme } }\n"],
    ["openai: {}\n", "openai: { project: { name: acme } }\n"],
  ])("gets the project's name where the project is: %j", (before, after) => {
    expect(renamed(`tenant: acme\n${before}`, "acme", "b2", { externalId: false, projectName: true })).toBe(
      `tenant: b2\nformerly: [acme]\n${after}`,
    );
  });

  test("or by itself, where only the plan has the project", () => {
    expect(renamed("tenant: acme", "acme", "b2", { externalId: false, projectName: true })).toBe(
      "tenant: b2\nformerly: [acme]\nopenai: { project: { name: acme } }",
    );
  });

  test("keeps all that it was called, the first one first, also on the way back", () => {
    expect(renamed("tenant: b2\nformerly: [acme]\nname: A\n", "b2", "c3", neither)).toBe(
      "tenant: c3\nformerly: [acme, b2]\nname: A\n",
    );
    expect(renamed("tenant: b2\nformerly:\n  - acme\nname: A\n", "b2", "acme", neither)).toBe(
      "tenant: acme\nformerly:\n  [acme, b2]\nname: A\n",
    );
    expect(renamed("tenant: acme\nformerly: [acme, b2]\n", "acme", "b2", neither)).toBe(
      "tenant: b2\nformerly: [acme, b2]\n",
    );
  });

  test.each(["42", "1e3", "0x1f", "0o7", "null", "true"])("is text where YAML would read something else: %s", (key) => {
    const [from, to] = [`"${key}"`, "b2"];
    expect(renamed(`tenant: ${from}\nopenai: {}\n`, key, to, both)).toBe(
      `tenant: b2\nformerly: [${from}]\nexternalId: ${from}\nopenai: { project: { name: ${from} } }\n`,
    );
    expect(renamed("tenant: b2\nopenai:\n  project:\n    residency: EU\n", to, key, both)).toBe(
      `tenant: ${from}\nformerly: [b2]\nexternalId: b2\nopenai:\n  project:\n    name: b2\n    residency: EU\n`,
    );
    expect(renamed(`tenant: b2\nformerly: ['${key}']\n`, to, "c3", neither)).toBe(
      `tenant: c3\nformerly: [${from}, b2]\n`,
    );
  });

  test("has the ends of lines that it had", () => {
    expect(
      renamed("tenant: acme\r\nname: A\r\nopenai:\r\n  project:\r\n    residency: GLOBAL\r\n", "acme", "b2", both),
    ).toBe(
      "tenant: b2\r\nformerly: [acme]\r\nexternalId: acme\r\nname: A\r\nopenai:\r\n  project:\r\n    name: acme\r\n    residency: GLOBAL\r\n",
    );
  });
});
