import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findEngine } from "../../engine/index.ts";
import { CommandFailed } from "../command-failed.ts";
import { runPulumi } from "../pulumi.ts";
import { type EngineEvent, eventsIn } from "./engine-events.ts";

/** How a run of the engine is made, by whichever command. */
export interface EngineOptions {
  /** The program's folder. */
  readonly folder: string;
  readonly stack?: string;
  /** Whether our policies judge it. */
  readonly policies: boolean;
  /** Levels of our policies, and their parameters. */
  readonly policyConfig?: string;
  readonly parallel: number;
}

/** Pulumi's default of four for each core leaves the vendors waiting: see docs/performance.md. */
export const PARALLEL = 64;

/** The folder that `--policy-pack` is given. */
const policyPack = (): string => join(dirname(fileURLToPath(import.meta.resolve("tenantry/package.json"))), "policies");

/** What every command of the engine is given here. */
export function settingsOf({ folder, stack, policies, policyConfig, parallel }: EngineOptions): string[] {
  return [
    ...["--cwd", folder, "--parallel", String(parallel)],
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(policies ? ["--policy-pack", policyPack()] : []),
    ...(policies && policyConfig !== undefined ? ["--policy-pack-config", policyConfig] : []),
  ];
}

/** What the engine did, event by event. */
export interface EngineRun {
  readonly events: readonly EngineEvent[];
  readonly code: number | null;
}

/**
 * Runs `pulumi preview` and reads what it finds, as the Automation API does.
 * @throws CommandFailed with what it said where it did not come so far
 */
export async function previewByEngine(options: EngineOptions & { readonly refresh: boolean }): Promise<EngineRun> {
  const { bin } = await findEngine({ progress: (line) => console.error(line) });
  const folder = mkdtempSync(join(tmpdir(), "tenantry-")); // For this user alone, as it is made.
  try {
    const log = join(folder, "events");
    const args = ["preview", "--non-interactive", "--color", "never", ...(options.refresh ? ["--refresh"] : [])];
    const { code, printed } = await runPulumi(
      bin,
      [...args, "--event-log", log, ...settingsOf(options)],
      ["ignore", "pipe", "pipe"],
      { PULUMI_DEBUG_COMMANDS: "true" },
    );
    const events = eventsIn(readIfThere(log));
    const hasBegun = events.some(({ resourcePreEvent, diagnosticEvent }) => resourcePreEvent ?? diagnosticEvent);
    if (!hasBegun && code !== 0) throw new CommandFailed(`pulumi preview ended with ${code}:\n${printed.trim()}`);
    return { events, code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
