import { delimiter } from "node:path";
import { findEngine } from "tenantry/engine";

/** Puts a Pulumi engine on PATH for all test files; the first run on a machine may have to build one. */
export async function setup(): Promise<void> {
  const engine = await findEngine({ progress: (line) => console.log(line) });
  process.env.PATH = `${engine.bin}${delimiter}${process.env.PATH ?? ""}`;
}
