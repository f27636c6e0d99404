import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder, userCacheDir } from "../../engine/cache.ts";
import { temporaryFolder } from "./machine.ts";

describe(userCacheDir, () => {
  test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ["linux", {}, "/home/ada/.cache/tenantry"],
    ["linux", { XDG_CACHE_HOME: "/var/ada" }, "/var/ada/tenantry"],
    ["linux", { XDG_CACHE_HOME: "" }, "/home/ada/.cache/tenantry"],
    ["darwin", { XDG_CACHE_HOME: "/var/ada" }, "/home/ada/Library/Caches/tenantry"],
    ["win32", { LOCALAPPDATA: "/local" }, "/local/tenantry/cache"],
    ["win32", {}, "/home/ada/AppData/Local/tenantry/cache"],
  ])("on %s with %j: %s", (platform, env, folder) => {
    expect(userCacheDir(env, platform, "/home/ada")).toBe(folder);
  });
});

describe(makeFolder, () => {
  const write = (text: string) => (folder: string) => writeFile(join(folder, "file"), text);
  const isGood = async () => true;

  test("the folder comes into being when it is whole", async () => {
    const folder = join(temporaryFolder(), "deep", "wanted");
    await makeFolder(
      folder,
      async (temporary) => {
        expect(existsSync(folder)).toBe(false);
        await write("whole")(temporary);
      },
      isGood,
    );
    expect(await readdir(dirname(folder))).toEqual(["wanted"]);
  });

  test("of two processes at work at once, the first to be done wins and the other is content", async () => {
    const folder = join(temporaryFolder(), "wanted");
    await makeFolder(
      folder,
      async (temporary) => {
        await makeFolder(folder, write("first"), isGood);
        await write("second")(temporary);
      },
      isGood,
    );
    expect(await readFile(join(folder, "file"), "utf8")).toBe("first");
    expect(await readdir(dirname(folder))).toEqual(["wanted"]);
  });

  test("a failure leaves nothing behind", async () => {
    const folder = join(temporaryFolder(), "wanted");
    const fill = async (temporary: string) => {
      await write("half")(temporary);
      throw new Error("disk full");
    };
    await expect(makeFolder(folder, fill, isGood)).rejects.toThrow("disk full");
    expect(await readdir(dirname(folder))).toEqual([]);
  });

  test("remains of a killed process are removed, those of a living one are left alone", async () => {
    const folder = join(temporaryFolder(), "wanted");
    const living = `${folder}.${process.ppid}-00000000.part`;
    await mkdir(`${folder}.2147483647-00000000.part`);
    await mkdir(living);
    await makeFolder(folder, write("whole"), isGood);
    expect(await readdir(dirname(folder))).toEqual(["wanted", `wanted.${process.ppid}-00000000.part`]);
  });
});
