import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { shelf } from "../../../engine/cache.ts";
import { pinnedVersion } from "../../../engine/version.ts";
import { buildWay } from "../../../engine/ways/build.ts";
import { executable, machine } from "../machine.ts";

/** A `go` of a certain version; `build` runs with the file to write in `$out`. */
function fakeGo(bin: string, version: string, build: string): Promise<void> {
  const script = `
    if [ "$1" = version ]; then echo "go version ${version} linux/amd64"; exit 0; fi
    for argument; do case "$argument" in -o=*) out="\${argument#-o=}";; esac; done
    ${build}`;
  return executable(join(bin, "go"), script);
}

const builds = `printf '#!/bin/sh\\necho v${pinnedVersion}\\n' > "$out"; /bin/chmod +x "$out"`;

describe(buildWay.title, () => {
  test("the engine is built once, completed with the language host, and announced", async () => {
    const it = machine();
    await fakeGo(it.bin, "go1.25.11", builds);
    const engine = await buildWay.find(it);
    expect(engine).toMatchObject({ version: pinnedVersion, source: "build" });
    expect(await readdir(engine.bin)).toEqual([
      "language-host",
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
    expect(it.lines).toEqual([
      `building Pulumi ${pinnedVersion} from Go modules: about 6 minutes on two cores, once per user`,
      expect.stringContaining(`built Pulumi ${pinnedVersion} in `),
    ]);
  });

  test("it runs where our go.mod is, and for this machine whatever the user builds for", async () => {
    const it = machine();
    const note = join(it.cacheDir, "note");
    await fakeGo(
      it.bin,
      "go1.25.11",
      `[ -f go.sum ] && echo "our go.mod" > ${note}; echo "$GOOS,$GOFLAGS,$CGO_ENABLED" >> ${note}; ${builds}`,
    );
    await buildWay.find({ ...it, env: { ...it.env, GOOS: "plan9", GOFLAGS: "-mod=vendor" } });
    expect(readFileSync(note, "utf8")).toBe("our go.mod\n,-mod=readonly,0\n");
  });

  test("the module that is built and the version that is stamped are one", () => {
    const goMod = readFileSync(new URL("../../../engine/build/go.mod", import.meta.url), "utf8");
    expect(goMod.match(/github\.com\/pulumi\/pulumi\/(pkg|sdk)\/v3 v\S+/g)).toEqual([
      `github.com/pulumi/pulumi/pkg/v3 v${pinnedVersion}`,
      `github.com/pulumi/pulumi/sdk/v3 v${pinnedVersion}`,
    ]);
  });

  test("a machine without Go is told to install it", async () => {
    await expect(buildWay.find(machine())).rejects.toMatchObject({
      name: "WayClosed",
      message: "go is not on PATH.",
      remedy: "Install Go 1.25 or later (https://go.dev/dl/) and let it reach its module proxy.",
    });
  });

  test("a Go that can't fetch a newer Go is refused with its version", async () => {
    const it = machine();
    await fakeGo(it.bin, "go1.20.14", builds);
    await expect(buildWay.find(it)).rejects.toThrow(`${it.bin}/go is Go 1.20, which is too old.`);
  });

  test("a failed build shows Go's last lines, and nothing of it stays", async () => {
    const it = machine();
    await fakeGo(it.bin, "go1.25.11", 'echo half > "$out"; echo "dial tcp: no route to host" >&2; exit 1');
    await expect(buildWay.find(it)).rejects.toThrow('"go build" failed (1).\ndial tcp: no route to host');
    expect(await readdir(dirname(shelf(it).built))).toEqual([]);
  });

  test("a build that does not run is refused", async () => {
    const it = machine();
    await fakeGo(it.bin, "go1.25.11", 'printf "#!/bin/sh\\nexit 3\\n" > "$out"; /bin/chmod +x "$out"');
    await expect(buildWay.find(it)).rejects.toThrow(/pulumi version" failed \(3\)\.$/);
  });
});
