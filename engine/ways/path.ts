import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { type Way, WayClosed } from "../engine.ts";
import { findIn, findOnPath, nodePlugins, versionOf } from "../executables.ts";
import { isAtLeast, oldestVersion } from "../version.ts";

const install = `Install Pulumi ${oldestVersion} or later: https://www.pulumi.com/docs/install/`;

/** The `pulumi` that the user's shell would run. */
export const pathWay: Way = {
  title: "pulumi on PATH",
  async find({ env }) {
    const pulumi = findOnPath("pulumi", env);
    if (!pulumi) throw new WayClosed("not found.", install);

    const version = await versionOf(pulumi, env).catch((error: Error) => {
      throw new WayClosed(`${error.message}.`, install);
    });
    if (!isAtLeast(version, oldestVersion)) {
      throw new WayClosed(`${pulumi} is ${version}, which is too old.`, install);
    }
    // Package managers link only `pulumi` into their bin folder. The engine looks for its plugins where the link leads.
    const folders = [dirname(pulumi), dirname(realpathSync(pulumi))];
    const missing = nodePlugins.filter(
      (plugin) => !folders.some((folder) => findIn(folder, plugin)) && !findOnPath(plugin, env),
    );
    if (missing.length > 0) {
      throw new WayClosed(
        `${pulumi} has no ${missing.join(" and no ")}, beside it or on PATH.`,
        "Install Pulumi whole: https://www.pulumi.com/docs/install/",
      );
    }
    return { bin: dirname(pulumi), version, source: "path" };
  },
};
