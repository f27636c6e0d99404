import { type Engine, NoEngineError, type Way, WayClosed } from "./engine.ts";
import { userCacheDir } from "./user-cache.ts";
import { buildWay } from "./ways/build.ts";
import { cacheWay } from "./ways/cache.ts";
import { installerWay } from "./ways/installer.ts";
import { pathWay } from "./ways/path.ts";

export { type Engine, type EngineSource, NoEngineError } from "./engine.ts";

export type FindEngineOptions = {
  /** Called with a line of text before a step that takes long, and every 20 s while it runs. @default not called */
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
 * engine, and several minutes where one has to be built.
 * @throws NoEngineError if every way fails; its message says why each one failed and what to do.
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
