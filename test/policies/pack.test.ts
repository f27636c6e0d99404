import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { declareFleet, loadFleet } from "../../fleet/index.ts";
import { rules, subjects } from "../../policies/index.ts";
import { analyze, unknown } from "./analyze.ts";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

/** Names as the paths say them: `tenant/mfa-required.ts` holds `tenant-mfa-required`. */
const filedRules = readdirSync("policies", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(`policies/${name}`).map((file) => `${name}-${file.replace(/\.ts$/, "")}`));

describe("the pack", () => {
  test("holds every rule of the folder under the name of its path, and nothing else", () => {
    expect(filedRules.length).toBeGreaterThan(1);
    expect(rules.map(({ name }) => name).sort()).toEqual(filedRules.sort());
  });

  test.each(rules.map((rule) => [rule.name, rule] as const))(
    "%s says what it wants in one sentence, and how much",
    (_, rule) => {
      expect(rule.description).toMatch(/^[A-Z][^\n]*\.$/);
      expect(rule.enforcementLevel).toMatch(/^(advisory|mandatory)$/);
      expect(rule.severity).toBeDefined();
      expect(Object.keys(rule.places)).not.toEqual([]);
    },
  );

  const onTenants = rules.filter(({ places }) => places.tenant);

  test.each(onTenants.map((rule) => [rule.name, rule] as const))(
    "%s lets no tenant pass whose inputs are hidden from policies, and waits for what is not known yet",
    async (name, rule) => {
      const judged = (inputs: Record<string, unknown>) =>
        analyze([rule], { type: subjects.tenant, name: "acme", inputs });
      expect((await judged({})).violations).toEqual([
        `[${rule.enforcementLevel}] ${name}: acme shows policies no inputs: unset PULUMI_NODEJS_SKIP_COMPONENT_INPUTS, or pass \`require\` to the component.`,
      ]);
      const waiting = await judged({ require: unknown });
      expect(waiting.violations).toEqual([]);
      // Twice for a rule that is asked of the whole stack as well.
      expect(waiting.notApplicable).not.toEqual([]);
      for (const reason of waiting.notApplicable) expect(reason).toMatch(new RegExp(`^${name}: not known yet: `));
    },
  );

  test("has the version of the package: the engine shows it and reads it from the pack's folder", () => {
    expect(json("policies/package.json").version).toBe(json("package.json").version);
  });

  test("says what to do when it isn't compiled", () => {
    const folder = mkdtempSync(join(tmpdir(), "pack-"));
    try {
      cpSync("policies", join(folder, "policies"), { recursive: true });
      const { status, stderr } = spawnSync(process.execPath, [join(folder, "policies")], { encoding: "utf8" });
      expect([status, stderr]).toEqual([
        32,
        `The policy pack is not compiled, ${join(folder, "dist/policies/pack.js")} is missing: run \`npx tsc -p tsconfig.build.json\` first.\n`,
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each(["examples/fleet", "examples/portfolio"])("has nothing against %s", async (example) => {
    const { tenants } = declareFleet(loadFleet(example));
    const found = tenants.flatMap((tenant) => [
      analyze(rules, { type: subjects.tenant, name: tenant.slug, inputs: tenant.inputs }),
      ...tenant.resources
        .filter(({ type }) => type === "openai:ServiceAccount")
        .map(({ resourceName, inputs }) =>
          analyze(rules, { type: "pulumi-nodejs:dynamic/openai:ServiceAccount", name: resourceName, inputs }),
        ),
    ]);
    expect(found.length).toBeGreaterThan(4);
    expect((await Promise.all(found)).flatMap(({ violations }) => violations)).toEqual([]);
  });
});
