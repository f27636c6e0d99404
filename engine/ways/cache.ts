import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { shelf } from "../cache.ts";
import { type Surroundings, type Way, WayClosed } from "../engine.ts";
import { findIn, nodePlugins, pulumiFile, versionOf } from "../executables.ts";
import { hostedBin } from "../hosted.ts";
import { pinnedVersion } from "../version.ts";

/** What an earlier run installed or built for this user. */
export const cacheWay: Way = {
  title: "the cache of this user",
  async find(surroundings) {
    const { installed, built } = shelf(surroundings);
    const found = [installed, built].filter((folder) => existsSync(folder));
    if (found.length === 0) {
      throw new WayClosed(`${dirname(built)} is empty.`, "It is filled by the next two ways.");
    }
    const faults: string[] = [];
    for (const [folder, check] of [
      [installed, installedFault],
      [built, builtFault],
    ] as const) {
      if (!found.includes(folder)) continue;
      const fault = await check(folder, surroundings);
      if (fault) faults.push(fault);
      else {
        const bin = folder === installed ? join(installed, "bin") : await hostedBin(built, surroundings);
        return { bin, version: pinnedVersion, source: "cache" };
      }
    }
    throw new WayClosed(faults.join("\n"), `Remove ${dirname(built)}.`);
  },
};

/** Why a folder that Pulumi's installer made cannot be used; undefined if it can. */
export async function installedFault(folder: string, surroundings: Surroundings): Promise<string | undefined> {
  const bin = join(folder, "bin");
  const missing = nodePlugins.filter((plugin) => !findIn(bin, plugin));
  if (missing.length > 0) return `${bin} has no ${missing.join(" and no ")}.`;
  return pulumiFault(bin, surroundings);
}

/** Why a folder that the Go build made cannot be used; undefined if it can. */
export async function builtFault(folder: string, surroundings: Surroundings): Promise<string | undefined> {
  return pulumiFault(folder, surroundings);
}

async function pulumiFault(folder: string, { env }: Surroundings): Promise<string | undefined> {
  try {
    const version = await versionOf(join(folder, pulumiFile), env);
    return version === pinnedVersion ? undefined : `${join(folder, pulumiFile)} is ${version}.`;
  } catch (error) {
    return `${(error as Error).message}.`;
  }
}
