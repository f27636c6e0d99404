import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/emulators-assumed.md", root), "utf8");

/** How often each file is named. */
function counted(files: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const file of files.toSorted()) counts[file] = (counts[file] ?? 0) + 1;
  return counts;
}

test("every assumption in the code has its line on the page, and every line its place in the code", () => {
  const folder = new URL("emulators/", root);
  const inCode = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [...readFileSync(new URL(file, folder), "utf8").matchAll(/\bASSUMED\b/g)].map(() => file));
  const onPage = [...page.matchAll(/^\| .+ \| .+ \| `([\w/.-]+\.ts)` \|$/gm)].map(([, file = ""]) => file);
  expect(onPage.length).toBeGreaterThan(90);
  expect(counted(onPage)).toEqual(counted(inCode));
});
