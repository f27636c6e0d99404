import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * What differs from run to run: ids, ports, times and where the engine came from; and how many reads a refresh takes, since what
 * is asked for alone and what is listed depends on which resource the engine comes to first.
 */
const normalised = (text: string): string =>
  text
    .replace(/\b(proj|org)_[A-Za-z0-9]+/g, "$1_…")
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:…")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "…")
    .replace(/Pulumi [\d.]+ \(\w+\)/, "Pulumi …")
    .replace(/(looking changed nothing: )\d+/, "$1…")
    .replace(/\d+( requests, 5 of them writes)/, "…$1")
    .replace(/\b\d+ s\.$/m, "… s.")
    .trim();

test("the demo proves every step, and prints what the README says it prints", async () => {
  const shown = readFileSync(`${root}README.md`, "utf8").match(
    /<!-- demo:[^>]*-->\n```\n([\s\S]*?)```\n<!-- \/demo -->/,
  )?.[1];
  expect(shown).toContain("Every step did what it says.");

  const { stdout } = await promisify(execFile)(process.execPath, ["dist/cli/main.js", "demo"], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
  });
  expect(normalised(stdout)).toBe(normalised(shown ?? ""));
});
