import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Emulators, type OpenaiOptions, startEmulators, type WorkosOptions } from "../../emulators/index.ts";
import { withoutEngineLog } from "../harness/engine-log.ts";
import { whileProgressing } from "../harness/watchdog.ts";

/** Below the repository's node_modules, so that the fleet's program resolves `tenantry` as a user's does. */
const SCRATCH = fileURLToPath(new URL("../../node_modules/.cache/tenantry-test/", import.meta.url));

const PULUMI_YAML = `name: fleet
runtime:
  name: nodejs
  options:
    typescript: false
`;
const PROGRAM = `import { Fleet } from "tenantry";

const fleet = new Fleet("fleet", { directory: import.meta.dirname });

export const keys = Object.fromEntries([...fleet.tenants].map(([slug, tenant]) => [slug, tenant.keys]));
`;

const MANIFEST = `{ "private": true, "type": "module", "main": "index.js" }\n`;

export type Environment = Readonly<Record<string, string | undefined>>;

/** How a command ended, and all it printed, on both streams. */
export interface Ending {
  readonly code: number | null;
  readonly output: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ending: Promise<Ending>;
}

/** A fleet on disk with a stack and a backend of its own, and both vendors' emulators: what a user sits in front of. */
export interface FleetFolder {
  readonly path: string;
  readonly emulators: Emulators;
  /** What a command gets that is typed here: what it needs to find programs, and nothing of this machine's settings. */
  readonly environment: Environment;
  /** Writes a file of the fleet; the path is relative to the folder. */
  write(file: string, text: string): void;
  remove(file: string): void;
  /** Runs `pulumi` as typed at a prompt. A variable that is undefined is not set. */
  pulumi(args: readonly string[], environment?: Environment): Promise<Ending>;
  /** Runs the compiled `tenantry`, typed in the same place. */
  tenantry(...args: readonly string[]): Promise<Ending>;
  /** As `pulumi`, without waiting for its end. */
  start(args: readonly string[], environment?: Environment): Running;
  /** The file in which the backend keeps the stack, as it is on disk. Empty before the first run. */
  storedState(): string;
  /** Writes that reached either emulator since it was started or reset. */
  writes(): number;
  close(): Promise<void>;
}

/**
 * A fleet folder with these files, and an empty stack. With `emulators` it shares somebody else's, who closes them; `environment`
 * is for each command.
 */
export async function createFleetFolder(
  name: string,
  files: Readonly<Record<string, string>>,
  options: {
    workos?: WorkosOptions;
    openai?: OpenaiOptions;
    emulators?: Emulators;
    environment?: Environment;
    engineLog?: true;
  } = {},
): Promise<FleetFolder> {
  mkdirSync(SCRATCH, { recursive: true });
  const path = mkdtempSync(join(SCRATCH, `${name}-`));
  const emulators = options.emulators ?? (await startEmulators(options));
  const { workos, openai } = emulators;
  if (!options.engineLog) withoutEngineLog(join(path, ".home"));

  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const usual: Environment = {
    ...{ PATH, HOME, NODE_COMPILE_CACHE },
    PULUMI_HOME: join(path, ".home"),
    // Without metadata=skip the file backend writes a second file beside the state, and not in one piece: killed in the
    // middle of that, it cannot read the stack any more ("failed to load checkpoint: EOF").
    PULUMI_BACKEND_URL: `file://${path}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_STACK: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    TENANTRY_STATE_DIR: join(path, ".proofs"),
    // What a run learns of an emulator's limits is of no use to one that has the same port tomorrow.
    XDG_CACHE_HOME: join(path, ".cache"),
    WORKOS_API_KEY: workos.apiKey,
    WORKOS_BASE_URL: workos.url,
    OPENAI_ADMIN_KEY: openai.adminApiKey,
    OPENAI_BASE_URL: openai.url,
    ...options.environment,
  };

  const folder: FleetFolder = {
    path,
    emulators,
    environment: usual,
    write(file, text) {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    remove: (file) => rmSync(join(path, file)),
    pulumi: (args, environment) => folder.start(args, environment).ending,
    tenantry(...args) {
      const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
      const child = spawn(process.execPath, [main, ...args], { cwd: path, env: usual, stdio: "pipe" });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (output += bytes));
      return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
    },
    start(args, environment = {}) {
      const child = spawn("pulumi", [...args, "--non-interactive", "--color=never"], {
        cwd: path,
        env: { ...usual, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (output += bytes));
      const ending = new Promise<Ending>((resolve, reject) => {
        child.on("error", reject);
        // After a kill the streams stay open for as long as a process that the command left behind holds them.
        child.on("exit", (code, signal) => signal && resolve({ code, output }));
        child.on("close", (code) => resolve({ code, output }));
      });
      const progress = () => output.length + workos.requests.total + openai.requests.total;
      const watched = whileProgressing(`pulumi ${args.join(" ")}`, ending, progress).catch((error: Error) => {
        child.kill("SIGKILL");
        throw new Error(`${error.message}; it printed: ${output}`);
      });
      return { child, ending: watched };
    },
    storedState() {
      try {
        return readFileSync(join(path, ".pulumi", "stacks", "fleet", "test.json"), "utf8");
      } catch {
        return "";
      }
    },
    writes: () => workos.requests.writes + openai.requests.writes,
    async close() {
      if (!options.emulators) await emulators.close();
      rmSync(path, { recursive: true, force: true });
    },
  };

  for (const [file, text] of Object.entries({
    "Pulumi.yaml": PULUMI_YAML,
    "package.json": MANIFEST,
    "index.js": PROGRAM,
    ...files,
  }))
    folder.write(file, text);
  await putStack(folder);
  return folder;
}

/** What `pulumi stack init` writes. Making a key from the passphrase costs half a second, so it is run once. */
const STACK = ["Pulumi.test.yaml", ".pulumi/stacks/fleet/test.json", ".pulumi/meta.yaml"];
let written: Promise<Map<string, string>> | undefined;

async function putStack(folder: FleetFolder): Promise<void> {
  written ??= folder.pulumi(["stack", "init", "test"]).then(({ code, output }) => {
    if (code !== 0) throw new Error(`the stack could not be made: ${output}`);
    return new Map(STACK.map((file) => [file, readFileSync(join(folder.path, file), "utf8")]));
  });
  for (const [file, text] of await written) folder.write(file, text);
}
