import { spawn } from "node:child_process";
import { extname, join } from "node:path";
import { makeFolder, shelf } from "../cache.ts";
import { withElapsed } from "../elapsed.ts";
import { type Surroundings, type Way, WayClosed } from "../engine.ts";
import { findIn, nodePlugins, pulumiFault } from "../executables.ts";
import { pinnedVersion } from "../version.ts";

const installer = "https://get.pulumi.com/install.sh";
const remedy = `Let this machine reach https://get.pulumi.com, or install Pulumi by hand: https://www.pulumi.com/docs/install/`;

/** Network and installer, replaced in tests. */
export type InstallerSteps = {
  /** Resolves if the installer can be reached; must decide within seconds. */
  readonly reach: () => Promise<void>;
  /** Installs the pinned engine below `root`; must end within minutes. */
  readonly install: (root: string, surroundings: Surroundings) => Promise<void>;
};

/** Pulumi's own installer, run by the Automation API, into the cache of this user. */
export function installerWay(
  { reach, install }: InstallerSteps = { reach: reachInstaller, install: runInstaller },
): Way {
  return {
    title: "Pulumi's installer",
    async find(surroundings) {
      const { installed } = shelf(surroundings);
      const { progress } = surroundings;
      try {
        await reach();
        const what = `installing Pulumi ${pinnedVersion} from get.pulumi.com`;
        progress(`${what}, once per user`);
        await makeFolder(installed, async (root) => {
          await withElapsed(what, progress, () => install(root, surroundings));
          const fault = await installedFault(join(root, "bin"), surroundings);
          if (fault) throw new Error(fault);
        });
      } catch (error) {
        throw new WayClosed((error as Error).message, remedy);
      }
      return { bin: join(installed, "bin"), version: pinnedVersion, source: "installer" };
    },
  };
}

async function installedFault(bin: string, { env }: Surroundings): Promise<string | undefined> {
  const missing = nodePlugins.filter((plugin) => !findIn(bin, plugin));
  if (missing.length > 0) return `${bin} has no ${missing.join(" and no ")}.`;
  return pulumiFault(bin, env);
}

async function reachInstaller(): Promise<void> {
  try {
    const response = await fetch(installer, { method: "HEAD", signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  } catch (error) {
    const { message, cause } = error as Error;
    throw new Error(`get.pulumi.com can't be reached (${cause instanceof Error ? cause.message : message}).`);
  }
}

/** Runs in its own process, because the Automation API's installer cannot be cancelled. */
async function runInstaller(root: string, { env }: Surroundings): Promise<void> {
  const script = join(import.meta.dirname, `run-installer${extname(import.meta.filename)}`);
  const child = spawn(process.execPath, [script, root, pinnedVersion], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 10 * 60_000,
  });
  let said = "";
  child.stderr.on("data", (bytes) => {
    said = `${said}${bytes}`.slice(-1000);
  });
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve();
      const why = code === null ? "it was not done after 10 minutes" : `exit code ${code}`;
      reject(new Error(`the installer failed (${why}). ${said.trim()}`.trim()));
    });
  });
}
