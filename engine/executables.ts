import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseVersion, pinnedVersion } from "./version.ts";

const isWindows = process.platform === "win32";

/** The engine's file name on this operating system. */
export const pulumiFile = isWindows ? "pulumi.exe" : "pulumi";

/** The plugins that an engine needs to run Node programs with dynamic resources. */
export const nodePlugins = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"] as const;

/** Finds an executable in one folder. On Windows also with the usual file endings. */
export function findIn(folder: string, name: string): string | undefined {
  const endings = isWindows ? [".exe", ".cmd", ".bat"] : [""];
  return endings.map((ending) => join(folder, name + ending)).find(isExecutable);
}

/** Finds what a shell would run for `name`. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of folders) {
    const found = findIn(folder, name);
    if (found) return found;
  }
  return undefined;
}

/**
 * The version of an engine, by running it.
 * @throws Error with the reason if it can't be run, fails, takes longer than 30 s, or prints no version.
 */
export async function versionOf(pulumi: string, env: NodeJS.ProcessEnv): Promise<string> {
  const printed = await output(pulumi, ["version"], { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  const version = parseVersion(printed);
  if (!version) throw new Error(`"${pulumi} version" printed ${JSON.stringify(printed.trim().slice(0, 80))}`);
  return version;
}

/** Why the engine that was just installed or built cannot be used; undefined if it can. */
export async function pulumiFault(bin: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const pulumi = join(bin, pulumiFile);
  try {
    const version = await versionOf(pulumi, env);
    return version === pinnedVersion ? undefined : `${pulumi} is ${version}.`;
  } catch (error) {
    return `${(error as Error).message}.`;
  }
}

/** The output of a short command. @throws Error whose message ends with what it wrote to stderr. */
export async function output(file: string, args: string[], { env }: { env: NodeJS.ProcessEnv }): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { env, timeout: 30_000 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const ending = error.killed ? "no answer within 30 s" : (error.code ?? error.signal);
      const said = stderr.trim() === "" ? "" : `: ${stderr.trim().slice(-500)}`;
      reject(new Error(`"${file} ${args.join(" ")}" failed (${ending})${said}`));
    });
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there, or not for us
  }
}
