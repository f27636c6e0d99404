import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { writeChecksums } from "../../engine/checksums.ts";
import type { Surroundings } from "../../engine/engine.ts";

/** A folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-engine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A machine with an empty cache and an empty PATH, which is the one folder `bin`. */
export function machine(): Surroundings & { readonly bin: string; readonly lines: string[] } {
  const folder = temporaryFolder();
  const lines: string[] = [];
  const bin = join(folder, "bin");
  return {
    bin,
    lines,
    cacheDir: join(folder, "cache"),
    env: { PATH: bin, HOME: folder },
    progress: (line) => lines.push(line),
  };
}

/** Writes an executable shell script. */
export async function executable(file: string, script: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

/** An engine that can only print its version, with its plugins for Node unless `plugins` says otherwise. */
export async function fakeEngine(
  bin: string,
  version: string,
  plugins = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"],
): Promise<void> {
  await executable(join(bin, "pulumi"), `[ "$1" = version ] && echo v${version}`);
  for (const plugin of plugins) await executable(join(bin, plugin), "exit 0");
}

/** The same in a folder of the cache, as an earlier run left it there. */
export async function cachedEngine(folder: string, bin: string, version: string, plugins?: string[]): Promise<void> {
  await fakeEngine(join(folder, bin), version, plugins);
  await writeChecksums(folder);
}

/** Writes a file that is not executable. */
export function plainFile(file: string): void {
  writeFileSync(file, "not a program");
}
