import type { FleetVariant } from "./fleet.ts";
import { type Measurement, measure } from "./measure.ts";
import type { Step, Tool, VendorOptions } from "./tools/tool.ts";

/** One command of a fleet's life, measured. */
export interface Chapter {
  readonly name: string;
  readonly step: Step;
  /** What the files say when the command runs. */
  readonly variant?: FleetVariant;
  /** Applied before, not measured. */
  readonly before?: FleetVariant;
}

/** In this order, in one stack; the first is what all others begin with. */
export const LIFE: readonly Chapter[] = [
  { name: "first-up", step: "make" },
  { name: "preview", step: "plan" },
  { name: "preview-refresh", step: "plan with refresh" },
  { name: "refresh", step: "refresh" },
  { name: "one-changed", step: "apply", variant: { changed: true } },
  { name: "destroy", step: "destroy", before: { changed: true, status: "offboarding" } },
];

export interface Result extends Measurement {
  readonly scenario: string;
  readonly tool: string;
  readonly tenants: number;
  readonly round: number;
  /** The state as the command left it, where it has one. */
  readonly state?: { readonly bytes: number; readonly resources: number };
  /** What the vendors' limits make of the command's requests: no tool can be faster. */
  readonly floorSeconds?: number;
}

export interface Plan {
  /** Names of scenarios. */
  readonly wanted: ReadonlySet<string>;
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly vendors: VendorOptions;
}

/** Plays the life with each tool in turn, round by round, so that whatever else the machine does hits all of them. */
export async function* playLife({ wanted, sizes, rounds }: Plan, tools: readonly Tool[]): AsyncGenerator<Result> {
  for (const tenants of sizes) {
    for (let round = 1; round <= rounds; round++) {
      for (const tool of tools) {
        if (tenants > (tool.upTo ?? tenants)) continue;
        const place = await tool.open();
        try {
          for (const [index, { name, step, variant, before }] of LIFE.entries()) {
            const isWanted = wanted.has(name) && (tool.plays === undefined || tool.plays === name);
            if (!isWanted && index > 0) continue;
            if (before) {
              place.declare(tenants, before);
              await measure(place.command("apply"), place.emulators);
            }
            place.declare(tenants, before ?? variant);
            const measurement = await measure(place.command(step), place.emulators);
            if (isWanted)
              yield { scenario: name, tool: tool.name, tenants, round, ...measurement, state: place.state() };
          }
        } finally {
          await place.close();
        }
      }
    }
  }
}
