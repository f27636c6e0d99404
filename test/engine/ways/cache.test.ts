import { existsSync } from "node:fs";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { shelf } from "../../../engine/cache.ts";
import { pinnedVersion } from "../../../engine/version.ts";
import { cacheWay } from "../../../engine/ways/cache.ts";
import { executable, fakeEngine, machine } from "../machine.ts";

describe(cacheWay.title, () => {
  test("an installed engine is used as it is", async () => {
    const it = machine();
    const bin = join(shelf(it).installed, "bin");
    await fakeEngine(bin, pinnedVersion);
    expect(await cacheWay.find(it)).toEqual({ bin, version: pinnedVersion, source: "cache" });
  });

  test("a built engine is completed with the language host", async () => {
    const it = machine();
    await fakeEngine(shelf(it).built, pinnedVersion, []);
    const { bin, source } = await cacheWay.find(it);
    expect(source).toBe("cache");
    for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
      expect((await stat(join(bin, name))).mode & 0o111, name).toBe(0o111);
    }
  });

  test("the second run finds the same folder and makes no other", async () => {
    const it = machine();
    await fakeEngine(shelf(it).built, pinnedVersion, []);
    const { bin } = await cacheWay.find(it);
    await writeFile(join(bin, "mark"), "");
    expect((await cacheWay.find(it)).bin).toBe(bin);
    expect(existsSync(join(bin, "mark"))).toBe(true);
  });

  test("an empty cache is a closed way", async () => {
    await expect(cacheWay.find(machine())).rejects.toThrow(/ is empty\.$/);
  });

  test("what a killed installation left behind is not used", async () => {
    const it = machine();
    await fakeEngine(join(`${shelf(it).installed}.99999999-0a1b2c3d.part`, "bin"), pinnedVersion);
    await expect(cacheWay.find(it)).rejects.toThrow(/ is empty\.$/);
  });

  test("an installation that lost a plugin is not used, and the message names it", async () => {
    const it = machine();
    const bin = join(shelf(it).installed, "bin");
    await fakeEngine(bin, pinnedVersion);
    await rm(join(bin, "pulumi-language-nodejs"));
    await expect(cacheWay.find(it)).rejects.toThrow(`${bin} has no pulumi-language-nodejs.`);
  });

  test("a built file that does not run is not used", async () => {
    const it = machine();
    await executable(join(shelf(it).built, "pulumi"), "exit 1");
    await expect(cacheWay.find(it)).rejects.toThrow(/built\/pulumi version" failed \(1\)\.$/);
  });

  test("a built engine is used although the installed one is broken", async () => {
    const it = machine();
    await mkdir(join(shelf(it).installed, "bin"), { recursive: true });
    await fakeEngine(shelf(it).built, pinnedVersion, []);
    expect(await cacheWay.find(it)).toMatchObject({ source: "cache", bin: expect.stringContaining("hosted-") });
  });
});
