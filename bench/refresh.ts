import { startEmulators } from "../emulators/index.ts";
import { Estate, makeFleet, type Refreshed, type TenantOf } from "../test/providers/estate.ts";
import type { Plan, Result } from "./life.ts";
import { watch } from "./process-tree.ts";

const HOUR_MS = 3_600_000;
const INCREMENTAL = { TENANTRY_REFRESH: "incremental" };

/**
 * A refresh by snapshot, and by the change feed with nothing changed and with five objects changed, of tenants with an
 * organization, two roles, two domains, three members, a project and two service accounts each. One layer below the engine, so that thousands
 * can be made in a minute: time and memory are those of one process that plays the vendors as well, and the engine's own is not in them.
 */
export async function* playRefresh({ sizes, rounds, vendors }: Plan): AsyncGenerator<Result> {
  for (const tenants of sizes) {
    const emulators = await startEmulators();
    const estate = new Estate(emulators);
    /** What nobody measures takes no time. */
    const latency = (ms: number) => {
      for (const vendor of [emulators.workos, emulators.openai]) vendor.latencyMs = ms;
    };
    const measured = async (name: string, environment: NodeJS.ProcessEnv) => {
      latency(vendors.workos?.latencyMs ?? 0);
      const watched = watch(process.pid);
      const [begun, before] = [performance.now(), process.cpuUsage()];
      const refreshed = await estate.refresh(environment);
      const seconds = (performance.now() - begun) / 1000;
      const { user, system } = process.cpuUsage(before);
      const usage = await watched.stop();
      latency(0);
      mustBeSeen(refreshed);
      const { requests } = refreshed;
      const cpuSeconds = (user + system) / 1e6;
      return {
        refreshed,
        result: { scenario: `refresh-${name}`, tool: "Tenantry", tenants, ...usage, seconds, cpuSeconds, requests },
      };
    };
    try {
      const fleet = await makeFleet(estate, tenants);
      for (let round = 1; round <= rounds; round++) {
        estate.passes(HOUR_MS);
        yield { round, ...(await measured("snapshot", {})).result };
        if (round === 1) {
          const first = await measured("first-by-feed", INCREMENTAL);
          estate.keep(first.refreshed);
          yield { round, ...first.result };
          estate.passes(HOUR_MS);
        }
        yield { round, ...(await measured("by-feed", INCREMENTAL)).result };
        await change(estate, fleet, round);
        // Within the hour before a look, an event may be on its way, and what it is about is looked at once more.
        estate.passes(2 * HOUR_MS);
        const five = await measured("by-feed-5-changed", INCREMENTAL);
        estate.keep(five.refreshed);
        yield { round, ...five.result };
      }
    } finally {
      estate.close();
      await emulators.close();
    }
  }
}

function mustBeSeen({ seen }: Refreshed): void {
  const missing = seen.find((one) => one === "gone" || one instanceof Error);
  if (missing) throw new Error(`an object was not seen: ${missing}`);
}

/** What a colleague does in the dashboards. */
async function change({ emulators }: Estate, fleet: readonly TenantOf[], round: number): Promise<void> {
  const [a, b, c, d, e] = fleet as [TenantOf, TenantOf, TenantOf, TenantOf, TenantOf];
  const workos = emulators.workos.as("dana@ours.example");
  const name = `Renamed ${round}`;
  for (const { organizationId } of [a, b, c]) await workos.put(`/organizations/${organizationId}`, { name });
  await workos.patch(`/authorization/organizations/${d.organizationId}/roles/org-auditor`, { name });
  await emulators.openai.as("dana@ours.example").post(`/organization/projects/${e.projectId}`, { name });
}
