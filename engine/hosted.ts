import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { makeFolder, shelf } from "./cache.ts";
import { checksumFault } from "./checksums.ts";
import type { Surroundings } from "./engine.ts";
import { pulumiFile } from "./executables.ts";
import { memoryFlag } from "./language-host/program-command.ts";

/** The host's files have the ending of this file: .ts, or .js when compiled. */
const ending = extname(import.meta.filename);

/** The plugins that a built engine lacks, and the file of our language host that each of them runs. */
const plugins = { "pulumi-language-nodejs": "main", "pulumi-resource-pulumi-nodejs": "dynamic-provider" };

/**
 * Sets up a folder with a built `pulumi` and our language host, and returns it. The host is copied, so that the folder
 * outlives the installation of tenantry that made it; its content and the Node it runs with are in the folder's name,
 * so that a newer tenantry makes another folder and no file is ever changed in place.
 */
export async function hostedBin(built: string, surroundings: Surroundings): Promise<string> {
  const files = await hostFiles();
  const scripts = Object.entries(plugins).map(([plugin, entry]) => wrapper(plugin, `${entry}${ending}`));
  const key = createHash("sha256")
    .update(JSON.stringify([files, scripts]))
    .digest("hex")
    .slice(0, 12);
  const folder = shelf(surroundings).hosted(key);

  const fill = async (temporary: string) => {
    const bin = join(temporary, "bin");
    const host = join(bin, "language-host");
    await mkdir(host, { recursive: true });
    const pulumi = join(bin, pulumiFile);
    // 110 MB: a hard link instead of a copy, where the file system supports it.
    await link(join(built, pulumiFile), pulumi).catch(() => copyFile(join(built, pulumiFile), pulumi));
    for (const { name, text } of files) await writeFile(join(host, name), text);
    await writeFile(join(host, "package.json"), '{ "type": "module" }\n');
    for (const { name, text } of scripts) await writeFile(join(bin, name), text, { mode: 0o755 });
  };
  const fault = existsSync(folder) ? await checksumFault(folder) : undefined;
  if (fault) surroundings.progress(`${fault} It is made anew.`);
  if (fault || !existsSync(folder)) await makeFolder(folder, fill);
  return join(folder, "bin");
}

async function hostFiles(): Promise<{ name: string; text: string }[]> {
  const folder = join(import.meta.dirname, "language-host");
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending) && !name.endsWith(".d.ts")).sort();
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), "utf8") })));
}

/** A script that runs one file of the host with this process's Node, or with the one on PATH if that no longer exists. */
function wrapper(plugin: string, entry: string): { name: string; text: string } {
  // Some versions of Node print a warning when they run TypeScript directly.
  const flags = ` ${memoryFlag}${ending === ".ts" ? " --disable-warning=ExperimentalWarning" : ""}`;
  if (process.platform === "win32") {
    const lines = [
      "@echo off",
      "setlocal",
      `set "node=${process.execPath}"`,
      'if not exist "%node%" set "node=node"',
      `"%node%"${flags} "%~dp0language-host\\${entry}" %*`,
    ];
    return { name: `${plugin}.cmd`, text: `${lines.join("\r\n")}\r\n` };
  }
  const lines = [
    "#!/bin/sh",
    `node='${process.execPath.replaceAll("'", "'\\''")}'`,
    '[ -x "$node" ] || node=node',
    `exec "$node"${flags} "$(dirname "$0")/language-host/${entry}" "$@"`,
  ];
  return { name: plugin, text: `${lines.join("\n")}\n` };
}
