import type { Plan, Result } from "./life.ts";
import { measure } from "./measure.ts";
import { tenantry } from "./tools/tenantry.ts";

/** OpenAI's administration API as others have measured it in 2026: ten requests a minute for each route. */
const LIMIT = { capacity: 10, perSeconds: 60 };
const TENANTS = 20;

/** A fleet with a project, a service account and a key for each tenant, at a vendor that answers 429 without a header. */
export async function* playThrottled({ rounds, latencyMs }: Plan, parallel: number): AsyncGenerator<Result> {
  const options = { openai: { limits: [LIMIT] } };
  for (let round = 1; round <= rounds; round++) {
    const tool = tenantry("Tenantry", parallel, { PULUMI_SKIP_CHECKPOINTS: "true" }, options);
    const place = await tool.open();
    try {
      place.emulators.workos.latencyMs = latencyMs;
      place.emulators.openai.latencyMs = latencyMs;
      place.declare(TENANTS, { projects: true });
      for (const step of ["make", "refresh"] as const) {
        const measurement = await measure(place.command(step), place.emulators);
        const answered = place.emulators.openai.requests.log.filter(({ status }) => status !== 429);
        const perRoute = Map.groupBy(answered, ({ method, route }) => `${method} ${route}`);
        const longest = Math.max(...[...perRoute.values()].map((of) => of.length));
        const floorSeconds = (Math.max(0, longest - LIMIT.capacity) / LIMIT.capacity) * LIMIT.perSeconds;
        const scenario = step === "make" ? "throttled-up" : "throttled-refresh";
        const what = { scenario, tool: "Tenantry", tenants: TENANTS, round, floorSeconds, state: place.state() };
        yield { ...what, ...measurement };
      }
    } finally {
      await place.close();
    }
  }
}
