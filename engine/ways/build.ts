import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, shelf } from "../cache.ts";
import { inWords, withElapsed } from "../elapsed.ts";
import { type Way, WayClosed } from "../engine.ts";
import { findOnPath, output, pulumiFault, pulumiFile } from "../executables.ts";
import { hostedBin } from "../hosted.ts";
import { pinnedVersion } from "../version.ts";

const remedy = "Install Go 1.25 or later (https://go.dev/dl/) and let it reach its module proxy.";

/** Go 1.21 and later download the Go version that go.mod asks for. */
const oldestGo = 21;

/** A build of Pulumi's engine from Go modules, into the cache of this user; our language host completes it. */
export const buildWay: Way = {
  title: "a build from Go modules",
  async find(surroundings) {
    const { env, progress } = surroundings;
    const go = findOnPath("go", env);
    if (!go) throw new WayClosed("go is not on PATH.", remedy);

    const version = await output(go, ["version"], { env }).catch((error: Error) => {
      throw new WayClosed(`${error.message}.`, remedy);
    });
    const minor = /go1\.(\d+)/.exec(version)?.[1];
    if (minor !== undefined && Number(minor) < oldestGo) {
      throw new WayClosed(`${go} is Go 1.${minor}, which is too old.`, remedy);
    }

    const { built } = shelf(surroundings);
    const what = `building Pulumi ${pinnedVersion} from Go modules`;
    const begun = Date.now();
    progress(`${what}: about 6 minutes on two cores, once per user`);
    try {
      await makeFolder(built, async (folder) => {
        await withElapsed(what, progress, () => compile(go, join(folder, pulumiFile), env));
        const fault = await pulumiFault(folder, env);
        if (fault) throw new Error(fault);
      });
    } catch (error) {
      throw new WayClosed((error as Error).message, remedy);
    }
    progress(`built Pulumi ${pinnedVersion} in ${inWords(Date.now() - begun)}`);
    return { bin: await hostedBin(built, surroundings), version: pinnedVersion, source: "build" };
  },
};

async function compile(go: string, executable: string, env: NodeJS.ProcessEnv): Promise<void> {
  const stamp = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinnedVersion}`;
  const child = spawn(
    go,
    [
      "build",
      "-trimpath",
      "-buildvcs=false",
      "-tags=osusergo,grpcnotrace",
      `-ldflags=-s -w ${stamp}`,
      `-o=${executable}`,
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ],
    {
      cwd: join(packageFolder(), "engine", "build"),
      // Build for this machine and from our go.mod and go.sum only: the user's own Go settings must not change the result.
      env: { ...env, CGO_ENABLED: "0", GOOS: "", GOARCH: "", GOFLAGS: "-mod=readonly", GOWORK: "off" },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let said = "";
  child.stderr.on("data", (bytes) => {
    said = `${said}${bytes}`.slice(-2000);
  });
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) return resolve();
      const lastLines = said.trim().split("\n").slice(-6).join("\n");
      reject(new Error(`"go build" failed (${code ?? signal}).\n${lastLines}`.trim()));
    });
  });
}

/** go.mod is not compiled, so it is found from the package's root both in a checkout and in `dist/`. */
function packageFolder(folder: string = import.meta.dirname): string {
  return existsSync(join(folder, "package.json")) ? folder : packageFolder(dirname(folder));
}
