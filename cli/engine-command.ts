import { findEngine } from "../engine/index.ts";
import { CommandFailed } from "./command-failed.ts";
import { type EngineOptions, settingsOf } from "./preview/run-engine.ts";
import { runPulumi } from "./pulumi.ts";

/** Backends that write the whole state again after every step, unless they are told not to. Pulumi Cloud writes single steps. */
const WRITES_ALL = /^(?:file|s3|gs|azblob):/;

/**
 * Runs `pulumi` with the settings that fit this product, seen by who typed the command: with Pulumi's view of what runs at a
 * terminal, line by line elsewhere.
 * @throws CommandFailed with its exit code
 */
export async function runEngine(
  verb: "up" | "refresh" | "destroy",
  args: readonly string[],
  options: EngineOptions,
): Promise<void> {
  const { bin } = await findEngine({ progress: (line) => console.error(line) });
  const whoami = ["whoami", "--json", "--cwd", options.folder];
  const backend = await runPulumi(bin, whoami, ["ignore", "pipe", "ignore"]);
  // Skipped, a run that dies leaves its traces in the folder of notes alone, which a throwaway runner takes along.
  const keepsNotes = !process.env.CI || process.env.TENANTRY_STATE_DIR !== undefined;
  const skips = keepsNotes && WRITES_ALL.test(String(urlIn(backend.printed)));
  const plain = process.stdout.isTTY ? [] : ["--non-interactive", "--color", "never", "--suppress-progress"];
  const { code } = await runPulumi(
    bin,
    [verb, ...args, ...plain, ...settingsOf(options)],
    ["inherit", "inherit", "inherit"],
    skips ? { PULUMI_SKIP_CHECKPOINTS: process.env.PULUMI_SKIP_CHECKPOINTS ?? "true" } : {},
  );
  if (code !== 0) throw new CommandFailed(`pulumi ${verb} ended with ${code}: see above.`, code ?? 1);
}

function urlIn(json: string): unknown {
  try {
    return JSON.parse(json).url;
  } catch {
    return undefined; // What is wrong with the backend is said by the command itself.
  }
}
