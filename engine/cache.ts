import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { checksumFault, writeChecksums } from "./checksums.ts";
import type { Surroundings } from "./engine.ts";
import { pinnedVersion } from "./version.ts";

/**
 * The cache's folders for the pinned version. There is one per machine type, since a home folder can be shared between machines.
 * A folder that exists is complete, because it is filled under another name and then renamed.
 */
export function shelf({ cacheDir }: Pick<Surroundings, "cacheDir">) {
  const folder = join(cacheDir, "engine", `${pinnedVersion}-${process.platform}-${process.arch}`);
  return {
    /** What Pulumi's installer made: `bin/` with `pulumi` and all its plugins. */
    installed: join(folder, "installed"),
    /** What the Go build made: `pulumi` alone. */
    built: join(folder, "built"),
    /** The built `pulumi` together with our language host: `bin/`. A newer host has another key. */
    hosted: (key: string) => join(folder, `hosted-${key}`),
  };
}

/**
 * Makes a folder completely or not at all, also if other processes do the same: `fill` works in a temporary folder beside
 * it, which gets its checksums and is then renamed. A folder that is there already stays if it is still as it was made.
 */
export async function makeFolder(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${folder}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  await removeAbandoned(folder);
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  try {
    await fill(temporary);
    await writeChecksums(temporary);
    if (existsSync(folder)) {
      if ((await checksumFault(folder)) === undefined) return;
      await rename(folder, `${temporary}.old`);
    }
    await rename(temporary, folder).catch((error) => {
      if (!existsSync(folder)) throw error; // else another process was faster, with the same content
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(`${temporary}.old`, { recursive: true, force: true });
  }
}

/** Removes temporary folders of `folder` that killed processes left behind. */
async function removeAbandoned(folder: string): Promise<void> {
  const beside = dirname(folder);
  for (const name of await readdir(beside).catch(() => [])) {
    const pid = name.startsWith(`${basename(folder)}.`) && /\.(\d+)-[0-9a-f]{8}\.part/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) await rm(join(beside, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // somebody else's
  }
}
