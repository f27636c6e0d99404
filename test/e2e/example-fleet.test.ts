import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createFleetFolder } from "./fleet-folder.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/fleet", import.meta.url));

/**
 * A name, with the type in it, stands in a resource's state four times and more; of a member there are nine outputs. Keys are encrypted, and the engine writes
 * down twice that they belong to a service account.
 */
const limitOf = (type: string): number =>
  ({ ServiceAccountKey: 2400, Member: 2200, Undeclared: 3 * 1700 })[type.split(":").at(-1) ?? ""] ?? 2100;

test("the example fleet comes up, with little state for each resource and no secret in it", async () => {
  const files = ["fleet.yaml", ...readdirSync(join(EXAMPLE, "tenants")).map((name) => join("tenants", name))];
  const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(EXAMPLE, file), "utf8")]));
  const folder = await createFleetFolder("example-fleet", texts);
  try {
    const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"]);
    expect(code, output).toBe(0);

    const { resources } = JSON.parse(folder.storedState()).checkpoint.latest;
    const managed = resources.filter(({ type }: { type: string }) => type.includes("dynamic/"));
    expect(managed).toHaveLength(39);
    for (const resource of managed) {
      expect(JSON.stringify(resource).length, resource.urn).toBeLessThan(limitOf(resource.type));
    }
    expect(folder.storedState()).not.toMatch(/"sk[-_]/);
  } finally {
    await folder.close();
  }
});
