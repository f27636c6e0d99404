import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { startOpenai, startWorkos } from "../../../emulators/index.ts";
import { OPENAI_OPERATIONS } from "../../../emulators/openai/specification.ts";
import { openaiSwitches } from "../../../emulators/openai/switches.ts";
import { useOpenai } from "./organization.ts";

const openai = useOpenai();
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const guide = read("docs/emulators.md");
const page = read("docs/emulators-openai.md");

/** The rows of the tables below a heading, as cells. */
function rows(heading: string): string[][] {
  const [, section = ""] = page.split(`## ${heading}\n`);
  const lines = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(1).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** The code block that a comment of this name announces. */
function block(name: string): string {
  const found = new RegExp(`<!-- ${name}:[^>]*-->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1];
  if (found === undefined) throw new Error(`the guide has no ${name}`);
  return found;
}

test("the coverage table says of every operation what the server really does with it", async () => {
  const documented = rows("Coverage").flatMap(([path = "", ...cells]) =>
    ["GET", "POST", "DELETE"].map(
      (method, index) => [`${method} ${path.replaceAll("`", "")}`, cells[index] ?? ""] as const,
    ),
  );
  const known = documented.filter(([, cell]) => cell !== "");
  expect(known.map(([operation]) => operation).sort()).toEqual([...OPENAI_OPERATIONS].sort());
  const probe = openai.emulator.as("probe@ourcompany.example");
  for (const [operation, cell] of known) {
    const [method = "", route = ""] = operation.split(" ");
    const { status } = await probe.request(method, route);
    expect([operation, cell.startsWith("501: ") ? "501" : cell]).toEqual([
      operation,
      status === 501 ? "501" : "served",
    ]);
  }
});

test("every behaviour names test files that exist", () => {
  const behaviours = rows("Behaviours and where they are tested");
  expect(behaviours.length).toBeGreaterThan(40);
  for (const [behaviour = "", files = ""] of behaviours) {
    const named = [...files.matchAll(/`([\w/.-]+)`/g)].map(([, name = ""]) => name);
    expect([behaviour, named.length > 0]).toEqual([behaviour, true]);
    for (const name of named) {
      const path = name.startsWith("core/") ? `../${name}` : name;
      expect([name, existsSync(new URL(path, import.meta.url))]).toEqual([name, true]);
    }
  }
});

test("every switch is documented with its default, and no other", () => {
  const documented = rows("Switches").map(([name = "", value = ""]) =>
    [name, value].map((cell) => cell.replaceAll("`", "")),
  );
  const { values } = openaiSwitches();
  expect(documented).toEqual(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
});

test("the examples of the control plane answer what the guide shows", async () => {
  const emulator = await startOpenai();
  const lines = block("control").split("\n");
  let run = 0;
  for (const [index, line] of lines.entries()) {
    const command = /^curl -s(?: -X (\w+))? \$OPENAI(\S+)(?: -d '(.*)')?$/.exec(line);
    expect(line.startsWith("curl")).toBe(command !== null);
    if (!command) continue;
    const [, method, path, body] = command;
    const init = { method: method ?? (body === undefined ? "GET" : "POST"), ...(body === undefined ? {} : { body }) };
    const answer = await (await fetch(emulator.origin + path, init)).text();
    const shown = (lines[index + 1] ?? "").replace(/^# /, "");
    const pattern = shown.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    expect(answer).toMatch(new RegExp(`^${pattern.join(".*")}$`, "s"));
    run++;
  }
  await emulator.close();
  expect(run).toBeGreaterThan(12);
});

test("the seed of the guide can be planted", async () => {
  const estates = parse(block("seed"));
  const emulators = [await startWorkos({ seed: estates.workos }), await startOpenai({ seed: estates.openai })];
  for (const emulator of emulators) await emulator.close();
});

test("the example for tests is one of our tests", () => {
  const own = read("test/emulators/openai/in-vitest.test.ts");
  expect(block("in-vitest")).toBe(own.replace('"../../../emulators/index.ts"', '"tenantry/emulators"'));
});
