import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const tenantry = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: "utf8" });
  return { code: status, output: stdout + stderr };
};
const read = (path: string): string => readFileSync(join(folder, path), "utf8");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-init-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("writes a repository that passes check, with workflows that parse; what is there keeps its own", () => {
  writeFileSync(
    join(folder, "package.json"),
    '{ "name": "ours", "dependencies": { "tenantry": "file:./tenantry.tgz" } }',
  );
  const { code, output } = tenantry("init");
  expect(code, output).toBe(0);
  expect(tenantry("check")).toEqual({ code: 0, output: "1 tenant, no problems\n" });
  expect(JSON.parse(read("package.json"))).toEqual({
    ...{ private: true, name: "ours", type: "module", main: "index.js" },
    dependencies: { tenantry: "file:./tenantry.tgz" },
  });
  expect(read(".gitignore")).toContain("node_modules/");
  const { jobs } = parse(read(".github/workflows/tenants-pull-request.yml"));
  expect(jobs.preview.steps.map(({ run }: { run?: string }) => run)).toContain("npx tenantry check");
  expect(output).not.toContain(".gitlab-ci.yml");
});

test("overwrites nothing: all that is in its way is named, and nothing is written", () => {
  writeFileSync(join(folder, "fleet.yaml"), "mine");
  writeFileSync(join(folder, "README.md"), "mine");
  const { code, output } = tenantry("init", "--ci", "gitlab");
  expect(code).toBe(1);
  expect(output).toContain("README.md, fleet.yaml");
  expect(read("fleet.yaml")).toBe("mine");
  expect(() => read("index.js")).toThrow();
});

test("for GitLab there is its pipeline in the place of GitHub's workflows", () => {
  expect(tenantry("init", "--ci", "gitlab").code).toBe(0);
  const { apply, rotation, preview } = parse(read(".gitlab-ci.yml"));
  expect(apply.resource_group).toBe(rotation.resource_group);
  expect(preview.script).toContain("npx tenantry check");
  expect(() => read(".github/workflows/tenants-merge.yml")).toThrow();
});

describe("workflows to copy", () => {
  const names = ["pull-request", "merge", "rotation", "drift", "goodbye"];
  const workflows = names.map((name) => {
    const path = new URL(`../../examples/gitops/.github/workflows/tenants-${name}.yml`, import.meta.url);
    return [name, readFileSync(path, "utf8")] as const;
  });

  test.each(workflows)(
    "%s runs actions by commit, leaves no credentials, and puts nothing of others into a script",
    (_name, text) => {
      const uses = text.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
      expect(uses.length).toBeGreaterThan(1);
      expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
      const { jobs, permissions } = parse(text);
      expect(permissions.contents).toBe("read");
      for (const { steps } of Object.values<{ steps: { uses?: string; with?: object; run?: string }[] }>(jobs))
        for (const { uses: action, with: given, run = "" } of steps) {
          if (action?.startsWith("actions/checkout@")) expect(given).toMatchObject({ "persist-credentials": false });
          expect(run).not.toContain("${{");
        }
    },
  );

  test("whatever writes to the stack waits for whoever does already, and is not cut off", () => {
    for (const [name, text] of workflows.slice(1))
      expect(parse(text).concurrency, name).toEqual({ group: "tenants-stack", "cancel-in-progress": false });
  });

  test("every command in them is one that there is, with options that it has", () => {
    const pipeline = readFileSync(new URL("../../examples/gitops/.gitlab-ci.yml", import.meta.url), "utf8");
    const texts = [...workflows.map(([, text]) => text), pipeline].join("\n");
    const lines = new Set(
      [...texts.matchAll(/npx tenantry (\w+)([^\n>|#]*)/g)].map(([, command, rest]) => `${command}${rest}`),
    );
    expect(lines.size).toBeGreaterThan(4);
    for (const line of lines) {
      const [command = "", ...rest] = line.trim().split(" ");
      const { code, output } = tenantry("help", command);
      expect(code, line).toBe(0);
      for (const option of rest.filter((one) => one.startsWith("--"))) expect(output, line).toContain(`  ${option}`);
    }
  });
});
