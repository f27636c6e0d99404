import { spawn } from "node:child_process";
import type { Emulators } from "../emulators/index.ts";
import { type Usage, watch } from "./process-tree.ts";
import type { Command } from "./tools/tool.ts";

/** One command with what it took. */
export interface Measurement extends Usage {
  readonly seconds: number;
  /** Requests by method and route template, e.g. `POST /organizations`. */
  readonly requests: Readonly<Record<string, number>>;
}

/** @throws Error with the end of what the command printed, if it failed. */
export async function measure(command: Command, emulators?: Emulators): Promise<Measurement> {
  const vendors = emulators ? [emulators.workos, emulators.openai] : [];
  for (const vendor of vendors) vendor.requests.reset();
  const { file, args, cwd, environment } = command;
  const begun = performance.now();
  const child = spawn(file, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (output += bytes));
  const watched = watch(child.pid ?? 0);
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const seconds = (performance.now() - begun) / 1000;
  const usage = await watched.stop();
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${code}:\n${output.slice(-4000)}`);
  return { ...usage, seconds, requests: Object.assign({}, ...vendors.map((vendor) => vendor.requests.counts())) };
}
