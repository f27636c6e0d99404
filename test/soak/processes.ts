import { execFileSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

const running = (): { pid: number; parent: number }[] =>
  execFileSync("ps", ["-Ao", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => {
      const [pid = Number.NaN, parent = Number.NaN] = line.trim().split(/\s+/).map(Number);
      return { pid, parent };
    });

/** All processes that a process has started, and those that these have. */
export function descendantsOf(pid: number): number[] {
  const children = Map.groupBy(running(), ({ parent }) => parent);
  const below = (parent: number): number[] => (children.get(parent) ?? []).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(pid);
}

/** Waits until the processes have ended, and gives those that have not after two minutes. */
export async function ended(pids: readonly number[]): Promise<number[]> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const alive = running().flatMap(({ pid }) => (pids.includes(pid) ? [pid] : []));
    if (alive.length === 0 || Date.now() > deadline) return alive;
    await wait(200);
  }
}
