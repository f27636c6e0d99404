import { renameSync, rmSync, writeFileSync } from "node:fs";
import { RunError } from "@pulumi/pulumi";

/**
 * Puts values into a dotenv file in place of all that it had. It is whole at every moment, and for this user alone (0600),
 * whatever it was before.
 *
 * @throws RunError for a value that such a file cannot hold, without showing it
 */
export function writeDotenv(file: string, values: Readonly<Record<string, string>>): void {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${quoted(name, value)}\n`);
  // A new file takes the old one's place: nobody who could read that, or has it open, reads this.
  const next = `${file}.${process.pid}`;
  try {
    writeFileSync(next, lines.join(""), { mode: 0o600, flag: "wx" });
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

/** Between quotes in which nothing has a meaning: not `#`, `$` or a backslash, and no spaces are cut off. */
function quoted(name: string, value: string): string {
  const quote = ["'", "`"].find((sign) => !value.includes(sign));
  if (quote === undefined || /[\r\n\0]/.test(value))
    throw new RunError(`${name} has signs that a dotenv file cannot hold: a line break, or both kinds of quotes`);
  return `${quote}${value}${quote}`;
}
