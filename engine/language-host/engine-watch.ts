/**
 * Ends this process when the engine that started it has ended, also if it was killed. The engine keeps our standard
 * input open while it runs, so the end of the input is the end of the engine.
 */
export function exitWithEngine(): void {
  process.stdin.on("close", () => process.exit(1));
  process.stdin.on("error", () => process.exit(1));
  process.stdin.resume();
}
