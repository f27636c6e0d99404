import { OPENAI_LIMITS } from "../emulators/openai/limits.ts";
import type { Plan, Result } from "./life.ts";
import { measure } from "./measure.ts";
import { tenantry } from "./tools/tenantry.ts";

const TENANTS = 20;

/**
 * A fleet with a project, a service account and a key for each tenant, at a vendor that answers 429 without a header, at as
 * few requests a minute for each route as others have measured at OpenAI.
 */
export async function* playThrottled({ rounds, vendors }: Plan, parallel: number): AsyncGenerator<Result> {
  const openai = { ...vendors.openai, limits: OPENAI_LIMITS };
  for (let round = 1; round <= rounds; round++) {
    const place = await tenantry(parallel, { ...vendors, openai }).open();
    try {
      place.declare(TENANTS, { projects: true });
      for (const step of ["make", "refresh"] as const) {
        const measurement = await measure(place.command(step), place.emulators);
        const answered = place.emulators.openai.requests.log.filter(({ status }) => status !== 429);
        const perRoute = Map.groupBy(answered, ({ method, route }) => `${method} ${route}`);
        const longest = Math.max(...[...perRoute.values()].map((of) => of.length));
        const floors = OPENAI_LIMITS.map((limit) => (longest / limit.capacity - 1) * limit.perSeconds);
        const floorSeconds = Math.max(0, ...floors);
        const scenario = step === "make" ? "throttled-up" : "throttled-refresh";
        const what = { scenario, tool: "Tenantry", tenants: TENANTS, round, floorSeconds, state: place.state() };
        yield { ...what, ...measurement };
      }
    } finally {
      await place.close();
    }
  }
}
