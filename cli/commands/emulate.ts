import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { parseDocument } from "yaml";
import { z } from "zod";
import {
  type EmulatorOptions,
  type Emulators,
  type OpenaiEmulator,
  startOpenai,
  startWorkos,
  type WorkosEmulator,
} from "../../emulators/index.ts";
import { CommandFailed } from "../command-failed.ts";

interface Options {
  readonly workosPort: number;
  readonly openaiPort: number;
  readonly host: string;
  readonly limits?: "vendor";
  readonly latency: number;
  readonly lag: number;
  readonly lagReads: number;
  readonly blank?: true;
  readonly size: number;
  readonly seed?: string;
  readonly json?: true;
}

/** Runs both emulators until the process is told to stop. */
export const emulateCommand = (): Command =>
  new Command("emulate")
    .description("run local WorkOS and OpenAI servers until stopped (SIGINT, SIGTERM or SIGHUP)")
    .option("--workos-port <port>", "0: any free port", wholeNumber(65_535), 4100)
    .option("--openai-port <port>", "0: any free port", wholeNumber(65_535), 4101)
    .option("--host <address>", "listen on this address; anything but loopback is open to others", "127.0.0.1")
    .addOption(new Option("--limits <kind>", "answer 429 beyond the vendors' own rate limits").choices(["vendor"]))
    .option("--latency <ms>", "time before each request is handled", wholeNumber(3_600_000), 0)
    .option("--lag <ms>", "time until reads show what was written", wholeNumber(3_600_000), 0)
    .option("--lag-reads <n>", "reads of a path until they show what was written", wholeNumber(1000), 0)
    .option("--blank", "start without the Test Organization, people, keys and costs of a new account")
    .option("--seed <file.yaml>", "objects to create at the start: {workos: …, openai: …}")
    .option("--size <customers>", "add a made-up estate of this many customers", wholeNumber(1_000_000), 0)
    .option("--json", "print one line of JSON when ready, and nothing else")
    .action(emulate);

async function emulate(options: Options): Promise<void> {
  const estates = options.seed === undefined ? {} : readEstates(options.seed);
  const stopped = toldToStop();
  const emulators = await start(options);
  try {
    if (options.seed !== undefined) await seed(emulators, estates, options.seed);
    if (!/^(127\.|localhost$|::1$)/.test(options.host))
      console.warn(
        `warning: whoever reaches ${options.host} can read and change everything here, without a key for /_emulator/`,
      );
    console.log(options.json ? readyLine(emulators) : greeting(emulators));
    await stopped;
  } finally {
    await emulators.close();
  }
}

/**
 * `npx tenantry emulate` runs this in a shell, which passes no signal on: told to stop, npm ends that shell, or is killed and
 * leaves it behind. That the two are gone is all that can be seen from here. It means nothing where the shell does more than
 * this, such as to start it in the background.
 */
function toldToStop(): Promise<void> {
  const isAllTheShellDoes = /(^|[\s/'])tenantry'?(\s[^&;|]*)?$/.test(process.env.npm_lifecycle_script ?? "");
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
    if (!isAllTheShellDoes) return;
    const shell = process.ppid;
    const npm = parentOfShell(shell);
    const look = () => {
      if (process.ppid !== shell || (npm !== undefined && !isRunning(npm))) resolve();
    };
    setInterval(look, 200).unref();
  });
}

/** Undefined if the process is no shell: some replace themselves with the only command that they are given. */
function parentOfShell(pid: number): number | undefined {
  // As in `26936 (sh) S 26907 …`; what has no /proc has ps.
  const status = existsSync(`/proc/${pid}/stat`)
    ? readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^\d+ \((.*)\) \S (\d+) .*/s, "$2 $1")
    : spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  const [, parent] = /^\s*(\d+) \S*?sh\s*$/.exec(status ?? "") ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function start(options: Options): Promise<Emulators> {
  const { host, latency: latencyMs, lag: lagMs, lagReads, size, limits, blank = false } = options;
  const common: EmulatorOptions & { size: number; blank: boolean } = {
    ...{ host, latencyMs, lagMs, lagReads, size, blank },
    ...(limits ? { limits } : {}),
  };
  const workos = await listening("WorkOS", "--workos-port", options.workosPort, (port) =>
    startWorkos({ ...common, port }),
  );
  try {
    const openai = await listening("OpenAI", "--openai-port", options.openaiPort, (port) =>
      startOpenai({ ...common, port }),
    );
    return { workos, openai, close: async () => void (await Promise.all([workos.close(), openai.close()])) };
  } catch (error) {
    await workos.close();
    throw error;
  }
}

/** @throws CommandFailed that says what to do, if the address is not available. */
async function listening<E>(vendor: string, option: string, port: number, begin: (port: number) => Promise<E>) {
  try {
    return await begin(port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new CommandFailed(
        `${vendor}: port ${port} is taken. Choose another one with ${option}; ${option} 0 uses any free port.`,
      );
    if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN")
      throw new CommandFailed(`${vendor}: cannot listen there: ${message}`);
    throw error;
  }
}

type Estates = { readonly workos?: unknown; readonly openai?: unknown };

const estatesSchema = z.strictObject({ workos: z.unknown().optional(), openai: z.unknown().optional() });

function readEstates(file: string): Estates {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandFailed(`cannot read the seed: ${(error as Error).message}`);
  }
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw new CommandFailed(`${file} is no YAML: ${problem.message}`);
  const read = estatesSchema.safeParse(document.toJS() ?? {});
  if (!read.success) throw new CommandFailed(`${file}: ${z.prettifyError(read.error)}`);
  return read.data;
}

async function seed(emulators: Emulators, estates: Estates, file: string): Promise<void> {
  const plant = async (name: "workos" | "openai", emulator: WorkosEmulator | OpenaiEmulator) => {
    if (estates[name] === undefined) return;
    try {
      await emulator.seed(estates[name]);
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      throw new CommandFailed(`${file}, ${name}: ${reason}`);
    }
  };
  await plant("workos", emulators.workos);
  await plant("openai", emulators.openai);
}

const readyLine = ({ workos, openai }: Emulators): string =>
  JSON.stringify({
    workos: { url: workos.url, apiKey: workos.apiKey },
    openai: { url: openai.url, adminApiKey: openai.adminApiKey },
  });

const greeting = ({ workos, openai }: Emulators): string =>
  `WorkOS and OpenAI are up. Stop them with Ctrl-C; the lines to copy into a shell:

export WORKOS_API_KEY=${workos.apiKey}
export WORKOS_BASE_URL=${workos.url}
export OPENAI_ADMIN_KEY=${openai.adminApiKey}
export OPENAI_BASE_URL=${openai.url}`;

/** A parser of options that are whole numbers from 0 to `maximum`. */
function wholeNumber(maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${maximum}.`);
  };
}
