import { OPENAI_LIMITS } from "../emulators/openai/limits.ts";
import type { FleetVariant } from "./fleet.ts";
import type { Plan, Result } from "./life.ts";
import { measure } from "./measure.ts";
import { tenantry } from "./tools/tenantry.ts";
import type { Step } from "./tools/tool.ts";

/** Fleets at a vendor that answers 429 without a header, at as few requests a minute for each route as OpenAI allows. */
export const THROTTLED = {
  /** Each tenant with a project, a service account and a key. */
  throttled: { tenants: 20, variant: { projects: true }, steps: ["make", "refresh"] },
  /** Each tenant with a project of five service accounts; 40 minutes. */
  "throttled-estate": { tenants: 60, variant: { accounts: 5 }, steps: ["make", "refresh", "destroy"] },
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
        const answered = place.emulators.openai.requests.log.filter(({ status }) => status !== 429);
        const perRoute = Map.groupBy(answered, ({ method, route }) => `${method} ${route}`);
        const longest = Math.max(...[...perRoute.values()].map((of) => of.length));
        const floors = OPENAI_LIMITS.map((limit) => (longest / limit.capacity - 1) * limit.perSeconds);
        const floorSeconds = Math.max(0, ...floors);
        const scenario = `${name}-${CHAPTERS[step] ?? step}`;
        yield { ...{ scenario, tool: "Tenantry", tenants, round, floorSeconds, state: place.state() }, ...measurement };
      }
    } finally {
      await place.close();
    }
  }
}
