import { describe, expect, test } from "vitest";
import { type Engine, type EngineSource, type Way, WayClosed } from "../../engine/engine.ts";
import { findEngine, NoEngineError } from "../../engine/index.ts";
import { buildWay } from "../../engine/ways/build.ts";
import { cacheWay } from "../../engine/ways/cache.ts";
import { installerWay } from "../../engine/ways/installer.ts";
import { pathWay } from "../../engine/ways/path.ts";
import { machine } from "./machine.ts";

const engine = (source: EngineSource): Engine => ({ bin: `/${source}`, version: "3.259.0", source });

const open = (source: EngineSource): Way => ({ title: source, find: async () => engine(source) });

const closed = (title: string): Way => ({
  title,
  find: async () => {
    throw new WayClosed(`${title} is closed.`, `Open ${title}.`);
  },
});

describe(findEngine, () => {
  test("the first open way leads to the engine, and no later way is tried", async () => {
    const never: Way = { title: "never", find: () => expect.unreachable("a way after an open one was tried") };
    expect(await findEngine({ ways: [closed("path"), closed("cache"), open("installer"), never] })).toEqual(
      engine("installer"),
    );
  });

  test("where all ways are closed, one message names each, why and what to do", async () => {
    const search = findEngine({ ways: [closed("path"), closed("cache")] });
    await expect(search).rejects.toThrow(NoEngineError);
    await expect(search).rejects.toThrow(
      [
        "No Pulumi engine was found, and none could be installed. Make one of these possible:",
        "  1. path: path is closed.",
        "     Open path.",
        "  2. cache: cache is closed.",
        "     Open cache.",
      ].join("\n"),
    );
  });

  test("a bug in a way is not taken for a closed way", async () => {
    const broken: Way = { title: "broken", find: () => Promise.reject(new TypeError("a bug")) };
    await expect(findEngine({ ways: [broken, open("cache")] })).rejects.toThrow(TypeError);
  });

  test("a machine without Pulumi, network and Go is told about all four ways", async () => {
    const offline = installerWay({
      reach: () => Promise.reject(new Error("get.pulumi.com can't be reached (offline).")),
      install: () => expect.unreachable("an installer that can't be reached was run"),
    });
    const { env, cacheDir } = machine();
    const search = findEngine({ env, cacheDir, ways: [pathWay, cacheWay, offline, buildWay] });
    const message = await search.catch((error) => error.message);
    expect(message.split("\n").filter((line: string) => /^ {2}\d\./.test(line))).toEqual([
      "  1. pulumi on PATH: not found.",
      expect.stringMatching(/^ {2}2\. the cache of this user: .+ is empty\.$/),
      "  3. Pulumi's installer: get.pulumi.com can't be reached (offline).",
      "  4. a build from Go modules: go is not on PATH.",
    ]);
  });
});
