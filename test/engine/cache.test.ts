import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder } from "../../engine/cache.ts";
import { userCacheDir } from "../../engine/user-cache.ts";
import { executable, temporaryFolder } from "./machine.ts";

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
  test("the folder comes into being when it is whole", async () => {
    const folder = join(temporaryFolder(), "deep", "wanted");
    await makeFolder(folder, async (temporary) => {
      expect(existsSync(folder)).toBe(false);
      await write("whole")(temporary);
    });
    expect(await readdir(dirname(folder))).toEqual(["wanted"]);
  });

  test("of two processes at work at once, the first to be done wins and the other is content", async () => {
    const folder = join(temporaryFolder(), "wanted");
    await makeFolder(folder, async (temporary) => {
      await makeFolder(folder, write("first"));
      await write("second")(temporary);
    });
    expect(await readFile(join(folder, "file"), "utf8")).toBe("first");
    expect(await readdir(dirname(folder))).toEqual(["wanted"]);
  });

  test("one that has changed since it was made is replaced", async () => {
    const folder = join(temporaryFolder(), "wanted");
    await makeFolder(folder, write("first"));
    await write("changed")(folder);
    await makeFolder(folder, write("second"));
    expect(await readFile(join(folder, "file"), "utf8")).toBe("second");
    expect(await readdir(dirname(folder))).toEqual(["wanted"]);
  });

  test("nobody else can read what it holds, nor see that it is there", async () => {
    const cache = join(temporaryFolder(), "cache");
    const folder = join(cache, "engine", "wanted");
    await makeFolder(folder, async (temporary) => {
      await mkdir(join(temporary, "bin"));
      await executable(join(temporary, "bin", "program"), "exit 0");
      await write("text")(temporary);
    });
    const modes = await Promise.all(
      [
        cache,
        dirname(folder),
        folder,
        ...(await readdir(folder, { recursive: true })).map((path) => join(folder, path)),
      ].map(async (path) => [relative(cache, path), ((await stat(path)).mode & 0o777).toString(8)]),
    );
    expect(Object.fromEntries(modes)).toEqual({
      "": "700",
      engine: "700",
      "engine/wanted": "700",
      "engine/wanted/bin": "700",
      "engine/wanted/bin/program": "700",
      "engine/wanted/file": "600",
      "engine/wanted/checksums.json": "600",
    });
  });

  test("a failure leaves nothing behind", async () => {
    const folder = join(temporaryFolder(), "wanted");
    const fill = async (temporary: string) => {
      await write("half")(temporary);
      throw new Error("disk full");
    };
    await expect(makeFolder(folder, fill)).rejects.toThrow("disk full");
    expect(await readdir(dirname(folder))).toEqual([]);
  });

  test("remains of a killed process are removed, those of a living one are left alone", async () => {
    const folder = join(temporaryFolder(), "wanted");
    const living = `${folder}.${process.ppid}-00000000.part`;
    await mkdir(`${folder}.2147483647-00000000.part`);
    await mkdir(living);
    await makeFolder(folder, write("whole"));
    expect(await readdir(dirname(folder))).toEqual(["wanted", `wanted.${process.ppid}-00000000.part`]);
  });
});
