import { homedir } from "node:os";
import { join } from "node:path";

/** The cache folder of this product for this user, by the convention of the operating system. It need not exist. */
export function userCacheDir(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === "win32") return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "tenantry", "cache");
  if (platform === "darwin") return join(home, "Library", "Caches", "tenantry");
  return join(env.XDG_CACHE_HOME || join(home, ".cache"), "tenantry");
}
