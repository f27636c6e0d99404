import { existsSync } from "node:fs";
import { appendFile, chmod, mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { shelf } from "../../../engine/cache.ts";
import { pinnedVersion } from "../../../engine/version.ts";
import { cacheWay } from "../../../engine/ways/cache.ts";
import { cachedEngine, fakeEngine, machine } from "../machine.ts";

/** A machine whose cache holds a built engine. */
async function withBuilt() {
  const it = machine();
  await cachedEngine(shelf(it).built, "", pinnedVersion, []);
  return it;
}

/** A machine whose cache holds an engine with its plugins. */
async function withInstalled() {
  const it = machine();
  await cachedEngine(shelf(it).installed, "bin", pinnedVersion);
  return it;
}

describe(cacheWay.title, () => {
  test("an installed engine is used as it is", async () => {
    const it = await withInstalled();
    const bin = join(shelf(it).installed, "bin");
    expect(await cacheWay.find(it)).toEqual({ bin, version: pinnedVersion, source: "cache" });
  });

  test("a built engine is completed with the language host", async () => {
    const { bin, source } = await cacheWay.find(await withBuilt());
    expect(source).toBe("cache");
    for (const name of ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
      expect((await stat(join(bin, name))).mode & 0o777, name).toBe(0o700);
    }
  });

  test("the second run finds the same folder and makes no other", async () => {
    const it = await withBuilt();
    const { bin } = await cacheWay.find(it);
    const { ino } = await stat(bin);
    expect((await cacheWay.find(it)).bin).toBe(bin);
    expect((await stat(bin)).ino).toBe(ino);
    expect(it.lines).toEqual([]);
  });

  test("an empty cache is a closed way", async () => {
    await expect(cacheWay.find(machine())).rejects.toThrow(/ is empty\.$/);
  });

  test("what a killed installation left behind is not used", async () => {
    const it = machine();
    await cachedEngine(`${shelf(it).installed}.99999999-0a1b2c3d.part`, "bin", pinnedVersion);
    await expect(cacheWay.find(it)).rejects.toThrow(/ is empty\.$/);
  });

  test("an engine that says the right version but is not the one that was put there is not run, and people are told", async () => {
    const it = await withBuilt();
    const ran = join(it.cacheDir, "ran");
    await appendFile(join(shelf(it).built, "pulumi"), `touch ${ran}\n`);
    const fault = `${join(shelf(it).built, "pulumi")} is not the file that was put there.`;
    await expect(cacheWay.find(it)).rejects.toMatchObject({
      name: "WayClosed",
      message: fault,
      remedy: expect.stringContaining("Remove "),
    });
    expect(it.lines).toEqual([`${fault} That engine is not used.`]);
    expect(existsSync(ran)).toBe(false);
  });

  test("an engine that nothing vouches for is not used", async () => {
    const it = machine();
    await fakeEngine(shelf(it).built, pinnedVersion, []);
    await chmod(shelf(it).built, 0o700);
    await expect(cacheWay.find(it)).rejects.toThrow(/ has no checksums\.json that says what was put there\.$/);
  });

  test("an installation that lost a plugin is not used, and the message names it", async () => {
    const it = await withInstalled();
    const plugin = join(shelf(it).installed, "bin", "pulumi-language-nodejs");
    await rm(plugin);
    await expect(cacheWay.find(it)).rejects.toThrow(`${plugin} is gone.`);
  });

  test("a built engine is used although the installed one is broken", async () => {
    const it = await withBuilt();
    await mkdir(join(shelf(it).installed, "bin"), { recursive: true });
    expect(await cacheWay.find(it)).toMatchObject({ source: "cache", bin: expect.stringContaining("hosted-") });
  });

  test.each(["pulumi", "pulumi-language-nodejs", "language-host/main.ts"])(
    "a language host whose %s has changed is made anew, beside an engine that stays",
    async (path) => {
      const it = await withBuilt();
      const { bin } = await cacheWay.find(it);
      const file = join(bin, path);
      const original = await readFile(file);
      await rm(file); // a new file, because pulumi itself is one with that of the built folder
      await appendFile(file, "changed");
      expect((await cacheWay.find(it)).bin).toBe(bin);
      expect(await readFile(file)).toEqual(original);
      expect(it.lines).toEqual([`${file} is not the file that was put there. It is made anew.`]);
    },
  );
});
