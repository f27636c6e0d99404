import { userCacheDir } from "./cache.ts";
import { type Engine, NoEngineError, type Way, WayClosed } from "./engine.ts";
import { buildWay } from "./ways/build.ts";
import { cacheWay } from "./ways/cache.ts";
import { installerWay } from "./ways/installer.ts";
import { pathWay } from "./ways/path.ts";

export { type Engine, type EngineSource, NoEngineError } from "./engine.ts";

export type FindEngineOptions = {
  /** Takes a line for a person whenever something is about to take long, and every 20 s while it does. @default nobody */
  readonly progress?: (line: string) => void;
  /** @default the user's cache folder, for example `~/.cache/tenantry` */
  readonly cacheDir?: string;
  /** The environment in which executables are looked up and run. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** The ways to try, first to last. @default PATH, cache, installer, build */
  readonly ways?: readonly Way[];
};

/**
 * Finds a Pulumi engine, or gets one: `pulumi` on PATH, this user's cache, Pulumi's own installer, a build from Go
 * modules. The last two fill the cache, and any number of processes may do so at once. Takes 0.2 s where there is an
 * engine, and up to some minutes where there is none.
 * @throws NoEngineError if no way leads to one; its message says why for each way and what to do.
 */
export async function findEngine(options: FindEngineOptions = {}): Promise<Engine> {
  const { env = process.env, progress = () => {}, ways = [pathWay, cacheWay, installerWay(), buildWay] } = options;
  const surroundings = { env, progress, cacheDir: options.cacheDir ?? userCacheDir(env) };

  const closed: { title: string; why: WayClosed }[] = [];
  for (const way of ways) {
    try {
      return await way.find(surroundings);
    } catch (why) {
      if (!(why instanceof WayClosed)) throw why;
      closed.push({ title: way.title, why });
    }
  }
  throw new NoEngineError(closed);
}
