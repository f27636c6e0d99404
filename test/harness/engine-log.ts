import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Keeps the engine from writing all it does into a log that nobody reads, which takes a quarter of its processor time. It
 * has no setting for that, but goes without where it cannot make the folder.
 */
export function withoutEngineLog(pulumiHome: string): void {
  mkdirSync(pulumiHome, { recursive: true });
  writeFileSync(join(pulumiHome, "logs"), "");
}
