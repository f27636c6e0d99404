import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface Memory {
  /** Peak of all processes of a run together. Pages shared by two processes count twice. */
  readonly treeBytes: number;
  /** Peak of the largest process, and which one it was. */
  readonly largestBytes: number;
  readonly largest: string;
}

const SAMPLE_EVERY_MS = 500;

/** Samples the resident memory of a process and its descendants until stopped. Peaks between two samples are missed. */
export function watchMemory(root: number): { stop(): Memory } {
  let peak: Memory = { treeBytes: 0, largestBytes: 0, largest: "" };
  const look = async () => {
    const tree = await processTree(root);
    const sizes = tree.toSorted((a, b) => b.bytes - a.bytes);
    const treeBytes = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const first = sizes[0];
    peak = { ...peak, treeBytes: Math.max(peak.treeBytes, treeBytes) };
    if (first && first.bytes > peak.largestBytes)
      peak = { ...peak, largestBytes: first.bytes, largest: shortName(first.command) };
  };
  const timer = setInterval(() => void look().catch(() => {}), SAMPLE_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

async function processTree(root: number): Promise<{ bytes: number; command: string }[]> {
  const { stdout } = await promisify(execFile)("ps", ["-Ao", "pid=,ppid=,rss=,args="], { maxBuffer: 16 * 1024 * 1024 });
  const all = stdout.split("\n").flatMap((line) => {
    const [, pid, parent, kilobytes, command = ""] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid ? [{ pid: Number(pid), parent: Number(parent), bytes: Number(kilobytes) * 1024, command }] : [];
  });
  const children = Map.groupBy(all, ({ parent }) => parent);
  const below = (pid: number): typeof all => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child.pid)]);
  return [...all.filter(({ pid }) => pid === root), ...below(root)];
}

/** The name of a process in the figures. */
function shortName(command: string): string {
  if (command.includes("cmd/run")) return "program";
  if (/dynamic-provider/.test(command)) return "provider";
  if (command.includes("language-host") || command.includes("pulumi-language")) return "language host";
  return command.startsWith("pulumi") ? "engine" : (command.split(" ")[0] ?? "");
}
