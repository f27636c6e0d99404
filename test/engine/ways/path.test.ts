import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pathWay } from "../../../engine/ways/path.ts";
import { executable, fakeEngine, machine, plainFile } from "../machine.ts";

describe(pathWay.title, () => {
  test("an engine that is new enough and has its plugins beside it is taken", async () => {
    const it = machine();
    await fakeEngine(it.bin, "3.254.0");
    expect(await pathWay.find(it)).toEqual({ bin: it.bin, version: "3.254.0", source: "path" });
  });

  test("plugins elsewhere on PATH are good enough", async () => {
    const it = machine();
    await fakeEngine(it.bin, "3.260.1", ["pulumi-resource-pulumi-nodejs"]);
    const elsewhere = join(it.cacheDir, "plugins");
    await executable(join(elsewhere, "pulumi-language-nodejs"), "exit 0");
    const env = { ...it.env, PATH: `${it.env.PATH}:${elsewhere}` };
    expect(await pathWay.find({ ...it, env })).toMatchObject({ bin: it.bin, source: "path" });
  });

  test("plugins beside the file that a link on PATH leads to are good enough", async () => {
    const it = machine();
    const cellar = join(it.cacheDir, "cellar");
    await fakeEngine(cellar, "3.260.1");
    await mkdir(it.bin, { recursive: true });
    await symlink(join(cellar, "pulumi"), join(it.bin, "pulumi"));
    expect(await pathWay.find(it)).toMatchObject({ bin: it.bin });
  });

  test("an old engine is refused with its version", async () => {
    const it = machine();
    await fakeEngine(it.bin, "3.253.0");
    await expect(pathWay.find(it)).rejects.toMatchObject({
      name: "WayClosed",
      message: `${it.bin}/pulumi is 3.253.0, which is too old.`,
      remedy: "Install Pulumi 3.254.0 or later: https://www.pulumi.com/docs/install/",
    });
  });

  test("an engine without plugins for Node is refused, and each missing one is named", async () => {
    const it = machine();
    await fakeEngine(it.bin, "3.259.0", []);
    await expect(pathWay.find(it)).rejects.toThrow(
      `${it.bin}/pulumi has no pulumi-language-nodejs and no pulumi-resource-pulumi-nodejs, beside it or on PATH.`,
    );
  });

  test("an engine that can't be run is refused with what it said", async () => {
    const it = machine();
    await executable(join(it.bin, "pulumi"), "echo cannot execute: wrong machine >&2; exit 126");
    await expect(pathWay.find(it)).rejects.toThrow(
      `"${it.bin}/pulumi version" failed (126): cannot execute: wrong machine.`,
    );
  });

  test("an engine that prints no version is refused with what it printed", async () => {
    const it = machine();
    await executable(join(it.bin, "pulumi"), "echo dev");
    await expect(pathWay.find(it)).rejects.toThrow(`"${it.bin}/pulumi version" printed "dev".`);
  });

  test("a file called pulumi that is not executable is not taken for one", async () => {
    const it = machine();
    await mkdir(it.bin, { recursive: true });
    plainFile(join(it.bin, "pulumi"));
    await chmod(join(it.bin, "pulumi"), 0o644);
    await expect(pathWay.find(it)).rejects.toThrow("not found.");
  });
});
