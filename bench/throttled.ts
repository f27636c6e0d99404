import type { LimitRule } from "../emulators/core/rate-limits.ts";
import type { Emulators } from "../emulators/index.ts";
import { OPENAI_LIMITS } from "../emulators/openai/limits.ts";
import { WORKOS_LIMITS } from "../emulators/workos/limits.ts";
import { type FleetVariant, WITH_A_KEY, withoutKeys } from "./fleet.ts";
import type { Plan, Result } from "./life.ts";
import { measure } from "./measure.ts";
import { tenantry } from "./tools/tenantry.ts";
import type { Step } from "./tools/tool.ts";

/** Fleets at a vendor that answers 429 without a header, at as few requests a minute for each route as OpenAI allows. */
export const THROTTLED = {
  /** Each tenant with a project, a service account and a key. */
  throttled: { tenants: 20, variant: { accounts: [WITH_A_KEY] }, steps: ["make", "refresh"] },
  /** Each tenant with a project of five service accounts; 40 minutes. */
  "throttled-estate": { tenants: 60, variant: { accounts: withoutKeys(5) }, steps: ["make", "refresh", "destroy"] },
} satisfies Record<string, { tenants: number; variant: FleetVariant; steps: readonly Step[] }>;

const CHAPTERS: Partial<Record<Step, string>> = { make: "up" };

export async function* playThrottled(
  name: keyof typeof THROTTLED,
  { rounds, vendors }: Plan,
  parallel: number,
): AsyncGenerator<Result> {
  const { tenants, variant, steps } = THROTTLED[name];
  const openai = { ...vendors.openai, limits: OPENAI_LIMITS };
  for (let round = 1; round <= rounds; round++) {
    const place = await tenantry(parallel, { ...vendors, openai }).open();
    try {
      place.declare(tenants, variant);
      for (const step of steps) {
        if (step === "destroy") {
          place.declare(tenants, { ...variant, status: "offboarding" });
          await measure(place.command("apply"), place.emulators);
        }
        const measurement = await measure(place.command(step), place.emulators);
        const floorSeconds = floorOf(place.emulators);
        const scenario = `${name}-${CHAPTERS[step] ?? step}`;
        const state = place.state();
        yield { scenario, tool: "Tenantry", tenants, round, floorSeconds, state, ...measurement };
      }
    } finally {
      await place.close();
    }
  }
}

/**
 * What the limits make inevitable: all that a bucket does not hold at first has to wait until it fills up again. An
 * organization goes when its project is gone, so where both vendors make a run wait they do so one after the other.
 */
function floorOf({ openai, workos }: Emulators): number {
  const floor = (requests: number, { capacity, perSeconds }: LimitRule) =>
    Math.max(0, (requests / capacity - 1) * perSeconds);
  const answered = (of: Emulators["openai"] | Emulators["workos"]) =>
    Map.groupBy(
      of.requests.log.filter(({ status }) => status !== 429),
      ({ method, route }) => `${method} ${route}`,
    );
  const longest = Math.max(0, ...[...answered(openai).values()].map((requests) => requests.length));
  const byRoute = answered(workos);
  const ofRoute = ({ method, route }: LimitRule) => byRoute.get(`${method} ${route}`)?.length ?? 0;
  return (
    Math.max(...OPENAI_LIMITS.map((limit) => floor(longest, limit))) +
    Math.max(...WORKOS_LIMITS.map((limit) => floor(ofRoute(limit), limit)))
  );
}
