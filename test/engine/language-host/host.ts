import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { type Client, credentials, makeClientConstructor } from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import { loadSdk } from "../../../engine/language-host/sdk.ts";

/** The file that the plugin `pulumi-language-nodejs` runs. */
export const main = new URL("../../../engine/language-host/main.ts", import.meta.url).pathname;

export const sdk = loadSdk(import.meta.dirname);

/** A language host in a process of its own, and a client as the engine has one. */
export type Host = {
  readonly process: ChildProcess;
  readonly client: Client & Record<string, (...args: never[]) => unknown>;
  /** Calls a method that has one response. */
  readonly call: <Response>(method: string, request: unknown) => Promise<Response>;
  /** Resolves with the next line on the host's stdout, where programs write too. */
  readonly nextLine: () => Promise<string>;
};

/** Starts a language host in a program's folder; it ends with the test. */
export async function startHost(folder: string): Promise<Host> {
  const child = spawn(process.execPath, [main, "127.0.0.1:1"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
    detached: true, // as the engine does it, and so that nothing outlives a failed test
  });
  onTestFinished(() => killGroup(child));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => (await lines.next()).value ?? "";

  const LanguageRuntime = makeClientConstructor(sdk.service, "LanguageRuntime");
  const client = new LanguageRuntime(`127.0.0.1:${await nextLine()}`, credentials.createInsecure());
  onTestFinished(() => client.close());
  const call = <Response>(method: string, request: unknown) =>
    new Promise<Response>((resolve, reject) => {
      client[method]?.(request, (error: Error | null, response: Response) =>
        error ? reject(error) : resolve(response),
      );
    });
  return { process: child, client, call, nextLine } as Host;
}

/**
 * A program's folder with the SDK as the host needs it, except that `modules` stand in for what the SDK would run, by
 * their name in the SDK.
 */
export async function programFolder(modules: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-program-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const real = dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
  const copy = join(folder, "node_modules", "@pulumi", "pulumi");
  await mkdir(copy, { recursive: true });
  await symlink(join(real, "package.json"), join(copy, "package.json"));
  await symlink(join(real, "proto"), join(copy, "proto"));
  for (const [name, text] of Object.entries(modules)) {
    await mkdir(join(copy, name), { recursive: true });
    await writeFile(join(copy, name, "index.js"), text);
  }
  return folder;
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // all of them have ended
  }
}
