import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** What a command and all processes below it used. */
export interface Usage {
  /** Processor time of user and system, of all processes together. What a process used after the last look is missing. */
  readonly cpuSeconds: number;
  /** The most that all processes held together. On Linux a page that several share counts once, elsewhere once for each. */
  readonly peakBytes: number;
  /** The most of each process by itself, by what it is for, the largest first. */
  readonly peaks: Readonly<Record<string, number>>;
}

interface Process {
  readonly id: string;
  readonly parent: string;
  readonly command: string;
  readonly cpuSeconds: number;
}

const LOOK_EVERY_MS = 100;
/** A process's memory is asked for less often: the kernel walks all of its pages to answer. */
const LOOKS_PER_WEIGHING = 3;

/** Watches a process and its descendants until stopped. */
export function watch(root: number): { stop(): Promise<Usage> } {
  const cpu = new Map<string, number>();
  const peaks = new Map<string, number>();
  let peakBytes = 0;
  let looks = 0;
  const look = async () => {
    const tree = below(String(root), await processes());
    for (const { id, cpuSeconds } of tree) cpu.set(id, cpuSeconds);
    if (looks++ % LOOKS_PER_WEIGHING !== 0) return;
    const weights = await Promise.all(tree.map(async (process) => ({ ...process, bytes: await bytesOf(process.id) })));
    peakBytes = Math.max(
      peakBytes,
      weights.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    for (const { command, bytes } of weights) {
      const purpose = purposeOf(command);
      peaks.set(purpose, Math.max(peaks.get(purpose) ?? 0, bytes));
    }
  };
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      await look().catch(() => {}); // A process ended while it was looked at.
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await watching;
      return {
        cpuSeconds: [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0),
        peakBytes,
        peaks: Object.fromEntries([...peaks].sort(([, a], [, b]) => b - a)),
      };
    },
  };
}

function below(root: string, all: readonly Process[]): Process[] {
  const children = Map.groupBy(all, ({ parent }) => parent);
  const descend = (id: string): Process[] => (children.get(id) ?? []).flatMap((child) => [child, ...descend(child.id)]);
  return [...all.filter(({ id }) => id === root), ...descend(root)];
}

const processes = process.platform === "linux" ? fromProc : fromPs;

/** Clock ticks that Linux counts processor time in: 100 a second wherever Node runs. */
const TICKS = 100;

async function fromProc(): Promise<Process[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id): Promise<Process[]> => {
      try {
        const [stat, command] = await Promise.all([
          readFile(`/proc/${id}/stat`, "utf8"),
          readFile(`/proc/${id}/cmdline`, "utf8"),
        ]);
        // After the name, which may hold spaces: state, parent, …, and as 12th and 13th the ticks of user and system.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
        return [{ id, parent: fields[1] ?? "", command: command.replaceAll("\0", " "), cpuSeconds }];
      } catch {
        return []; // It ended.
      }
    }),
  );
  return found.flat();
}

async function fromPs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-Ao", "pid=,ppid=,time=,args="], { maxBuffer: 16 * 2 ** 20 });
  return stdout.split("\n").flatMap((line) => {
    const [, id, parent = "", time = "", command = ""] = /^\s*(\d+)\s+(\d+)\s+([\d:.-]+)\s+(.*)$/.exec(line) ?? [];
    const cpuSeconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
    return id ? [{ id, parent, command, cpuSeconds }] : [];
  });
}

async function bytesOf(id: string): Promise<number> {
  if (process.platform === "linux") {
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, "utf8").catch(() => "");
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
  }
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", id]).catch(() => ({ stdout: "0" }));
  return Number(stdout) * 1024;
}

/** What a process is for, as its command line tells. */
function purposeOf(command: string): string {
  if (command.includes("cmd/run")) return "program";
  if (command.includes("dynamic-provider")) return "provider";
  if (command.includes("language-host") || command.includes("pulumi-language")) return "language host";
  if (command.includes("terraform-provider")) return "provider";
  return command.split(" ")[0]?.split("/").at(-1) ?? "";
}
