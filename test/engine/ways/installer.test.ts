import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { shelf } from "../../../engine/cache.ts";
import { pinnedVersion } from "../../../engine/version.ts";
import { installerWay } from "../../../engine/ways/installer.ts";
import { fakeEngine, machine } from "../machine.ts";

const reach = async () => {};

describe("Pulumi's installer", () => {
  test("what it installs is kept in the cache of the user, and it says so before it begins", async () => {
    const it = machine();
    const way = installerWay({ reach, install: (root) => fakeEngine(join(root, "bin"), pinnedVersion) });
    const bin = join(shelf(it).installed, "bin");
    expect(await way.find(it)).toEqual({ bin, version: pinnedVersion, source: "installer" });
    expect(existsSync(join(bin, "pulumi"))).toBe(true);
    expect(it.lines).toEqual([`installing Pulumi ${pinnedVersion} from get.pulumi.com, once per user`]);
  });

  test("a half installation is refused and nothing of it stays", async () => {
    const it = machine();
    const way = installerWay({ reach, install: (root) => fakeEngine(join(root, "bin"), pinnedVersion, []) });
    await expect(way.find(it)).rejects.toThrow(
      / has no pulumi-language-nodejs and no pulumi-resource-pulumi-nodejs\.$/,
    );
    expect(await readdir(dirname(shelf(it).installed))).toEqual([]);
  });

  test("a failed installation is a closed way and nothing of it stays", async () => {
    const it = machine();
    const install = async (root: string) => {
      await fakeEngine(join(root, "bin"), pinnedVersion);
      throw new Error("the installer failed (exit code 1). tar: unexpected end");
    };
    await expect(installerWay({ reach, install }).find(it)).rejects.toMatchObject({
      name: "WayClosed",
      message: "the installer failed (exit code 1). tar: unexpected end",
    });
    expect(await readdir(dirname(shelf(it).installed))).toEqual([]);
  });

  test("a broken engine in the cache is replaced", async () => {
    const it = machine();
    await mkdir(join(shelf(it).installed, "bin"), { recursive: true });
    const way = installerWay({ reach, install: (root) => fakeEngine(join(root, "bin"), pinnedVersion) });
    expect(existsSync(join((await way.find(it)).bin, "pulumi"))).toBe(true);
    expect(await readdir(dirname(shelf(it).installed))).toEqual(["installed"]);
  });
});
