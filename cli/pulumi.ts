import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { findEngine } from "../engine/index.ts";
import { isSecret } from "../providers/host/secret-mark.ts";
import { CommandFailed } from "./command-failed.ts";

/** A resource as a stack's state has it. */
export interface Stored {
  readonly urn: string;
  readonly type: string;
  /** At the vendor; a component has none. */
  readonly id?: string;
  /** It has been replaced, and is about to go. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Urns of what it refers to. */
  readonly dependencies?: readonly string[];
  /** The urn of what takes it along when that is deleted. */
  readonly deletedWith?: string;
}

export const resourceNameOf = ({ urn }: Pick<Stored, "urn">): string => urn.slice(urn.lastIndexOf("::") + 2);

/** A stack of the program in this folder. */
export interface Stack {
  readonly resources: readonly Stored[];
  /** What the engine did to it, newest first. */
  history(): Promise<readonly PastRun[]>;
  /** Runs `pulumi` on it, seen by who typed the command. */
  run(args: readonly string[]): Promise<unknown>;
}

/** A run that the stack's history has. Moments are milliseconds since 1970, by the clock of the machine that ran it. */
export interface PastRun {
  /** As Pulumi calls it: `update`, `destroy`, `refresh`, … */
  readonly kind: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** `succeeded`, `failed`, … */
  readonly result: string;
  /** The commit that the program's folder was at; null for none. */
  readonly commit: string | null;
  /** Who wrote that commit, which need not be who ran it. */
  readonly author: string | null;
}

/** Pulumi shows ten of them unless it is asked for more. */
const RUNS_PER_PAGE = 500;

interface StackOptions {
  /** The program's folder. @default this one */
  readonly folder?: string;
  /** Whether secrets are in the clear: in memory alone, and for what holds them against a vendor. @default false */
  readonly secrets?: boolean;
}

/** @param name the stack; without it the one that is selected */
export async function openStack(name: string | undefined, { folder, secrets }: StackOptions = {}): Promise<Stack> {
  const { bin } = await findEngine({ progress: (line) => console.error(line) });
  const where = folder === undefined ? [] : ["--cwd", folder];
  const pulumi = pulumiIn(bin, [...where, ...(name === undefined ? [] : ["--stack", name])]);
  const text = await pulumi(["stack", "export", ...(secrets ? ["--show-secrets"] : [])], "pipe");
  const { deployment } = JSON.parse(text, secrets ? inTheClear : undefined);
  return {
    resources: deployment?.resources ?? [],
    async history() {
      const runs: PastRun[] = [];
      for (let page = 1; runs.length === (page - 1) * RUNS_PER_PAGE; page++) {
        const paged = ["--page-size", String(RUNS_PER_PAGE), "--page", String(page)];
        const told: HistoryEntry[] = JSON.parse(await pulumi(["stack", "history", "--json", ...paged], "pipe"));
        if (told.length === 0) break;
        runs.push(...told.map(runOf));
      }
      return runs;
    },
    run: (args) => pulumi(args, "inherit"),
  };
}

/** As `pulumi stack history --json` has it. */
interface HistoryEntry {
  readonly kind: string;
  readonly startTime: string;
  readonly endTime?: string;
  readonly result?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

function runOf({ kind, startTime, endTime, result = "unknown", environment = {} }: HistoryEntry): PastRun {
  const { "git.head": commit = null, "git.author": author = null } = environment;
  const [startedAt, endedAt] = [Date.parse(startTime), Date.parse(endTime ?? startTime)];
  return { kind, startedAt, endedAt, result, commit, author };
}

/** Pulumi's mark of a secret, and its value as JSON. */
const inTheClear = (_name: string, value: unknown): unknown =>
  isSecret(value) && "plaintext" in value ? JSON.parse(String(value.plaintext)) : value;

/** Runs `pulumi` here, and answers what it printed to a pipe. */
const pulumiIn =
  (bin: string, options: readonly string[]) =>
  async (args: readonly string[], stdout: "pipe" | "inherit"): Promise<string> => {
    const { code, printed } = await runPulumi(bin, [...args, ...options], ["inherit", stdout, "inherit"]);
    if (code !== 0) throw new CommandFailed(`pulumi ${args[0]} ended with ${code}: see above.`);
    return printed;
  };

/**
 * Runs `pulumi` of this engine, which finds its plugins beside it.
 * @param environment besides this process's
 * @returns its exit code, and what it printed to pipes
 */
export async function runPulumi(
  bin: string,
  args: readonly string[],
  stdio: readonly [Stream, Stream, Stream],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly printed: string }> {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, ...environment };
  const child = spawn(join(bin, "pulumi"), [...args], { env, stdio: [...stdio] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, printed };
}
type Stream = "inherit" | "ignore" | "pipe";
