import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findEngine } from "../../engine/index.ts";

/** Puts a Pulumi engine on PATH for all test files; the first run on a machine may have to build one. */
export async function setup(): Promise<void> {
  const engine = await findEngine({ progress: (line) => console.log(line) });
  process.env.PATH = `${engine.bin}${delimiter}${process.env.PATH ?? ""}`;
  // Every run of an engine starts several Nodes, and each compiles Pulumi's SDK: a third of its start.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "tenantry-test-compile-cache");
}
