import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { shelf } from "../cache.ts";
import { checksumFault } from "../checksums.ts";
import { type Way, WayClosed } from "../engine.ts";
import { hostedBin } from "../hosted.ts";
import { pinnedVersion } from "../version.ts";

/** What an earlier run installed or built for this user, if it is still what that run put there. */
export const cacheWay: Way = {
  title: "the cache of this user",
  async find(surroundings) {
    const { installed, built } = shelf(surroundings);
    const found = [installed, built].filter((folder) => existsSync(folder));
    if (found.length === 0) {
      throw new WayClosed(`${dirname(built)} is empty.`, "It is filled by the next two ways.");
    }
    const faults: string[] = [];
    for (const folder of found) {
      const fault = await checksumFault(folder);
      if (!fault) {
        const bin = folder === installed ? join(installed, "bin") : await hostedBin(built, surroundings);
        return { bin, version: pinnedVersion, source: "cache" };
      }
      surroundings.progress(`${fault} That engine is not used.`);
      faults.push(fault);
    }
    throw new WayClosed(faults.join("\n"), `Remove ${dirname(built)}.`);
  },
};
