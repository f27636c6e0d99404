import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const running = new Set<ChildProcess>();

/** Starts a child process that is ended together with this one. */
export function start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, options);
  running.add(child);
  child.on("close", () => running.delete(child));
  child.on("error", () => running.delete(child));
  return child;
}

/** Asks all children to end. */
export function interruptAll(): void {
  for (const child of running) child.kill("SIGINT");
}

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** How a child ended: its exit code, or a sentence when it was never started or was killed. */
export async function ending(child: ChildProcess): Promise<{ code: number } | { failure: string }> {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ failure: error.message }));
    child.on("close", (code, signal) => resolve(code === null ? { failure: `killed by ${signal}` } : { code }));
  });
}
