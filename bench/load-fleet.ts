import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fleetOf, WITH_A_KEY } from "./fleet.ts";
import type { Plan, Result } from "./life.ts";
import { measure } from "./measure.ts";

const FLEET = new URL("../dist/fleet/index.js", import.meta.url).href;

/** Reads, checks and plans the files of a fleet in a process of its own, without an engine. */
export async function* playLoadFleet({ sizes, rounds }: Plan): AsyncGenerator<Result> {
  for (const tenants of sizes) {
    const folder = mkdtempSync(join(tmpdir(), "bench-fleet-"));
    try {
      for (const [file, text] of Object.entries(fleetOf(tenants, { accounts: [WITH_A_KEY] }))) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
      const program = `import { declareFleet, loadFleet } from ${JSON.stringify(FLEET)};
        declareFleet(loadFleet(${JSON.stringify(folder)}));`;
      for (let round = 1; round <= rounds; round++) {
        const args = ["--input-type=module", "--eval", program];
        const cwd = fileURLToPath(new URL("..", import.meta.url));
        const measurement = await measure({ file: process.execPath, args, cwd, environment: process.env });
        yield { scenario: "load-fleet", tool: "Tenantry", tenants, round, ...measurement };
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
