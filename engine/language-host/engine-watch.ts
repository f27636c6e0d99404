/**
 * Ends this process when the engine that started it is gone, killed ones included: the engine holds our standard input
 * open for as long as it lives and never writes to it.
 */
export function exitWithEngine(): void {
  process.stdin.on("close", () => process.exit(1));
  process.stdin.on("error", () => process.exit(1));
  process.stdin.resume();
}
