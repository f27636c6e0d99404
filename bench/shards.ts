import { startEmulators } from "../emulators/index.ts";
import type { Plan, Result } from "./life.ts";
import { measure } from "./measure.ts";
import { tenantry } from "./tools/tenantry.ts";
import type { Workplace } from "./tools/tool.ts";

const TENANTS = 1000;
const SHARDS = 4;

/** A thousand tenants of one environment in four stacks, one after the other: what each job of a CI matrix would do. */
export async function* playShards({ rounds, vendors }: Plan, parallel: number): AsyncGenerator<Result> {
  for (let round = 1; round <= rounds; round++) {
    const emulators = await startEmulators(vendors);
    const places: Workplace[] = [];
    try {
      const each = TENANTS / SHARDS;
      for (let shard = 0; shard < SHARDS; shard++) {
        const place = await tenantry(parallel, { emulators }).open();
        place.declare(each, { from: shard * each + 1 });
        places.push(place);
      }
      for (const step of ["make", "plan", "refresh"] as const) {
        for (const [shard, place] of places.entries()) {
          const measurement = await measure(place.command(step), emulators);
          const tool = `Tenantry, shard ${shard + 1} of ${SHARDS}`;
          yield { scenario: `shards-${step}`, tool, tenants: each, round, state: place.state(), ...measurement };
        }
      }
    } finally {
      for (const place of places) await place.close();
      await emulators.close();
    }
  }
}
