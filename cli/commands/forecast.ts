import { Argument, Command as CommanderCommand } from "commander";
import { declareFleet, loadFleet } from "../../fleet/index.ts";
import { printable, printableJson } from "../../providers/contract/printable.ts";
import type { HttpVendor } from "../../providers/http/vendor.ts";
import { folded } from "../folded.ts";
import { type Forecast, forecastOf, type Limits } from "../forecast.ts";
import { openStack } from "../pulumi.ts";
import type { Command } from "../rehearsal.ts";

const COMMANDS = ["preview", "refresh", "up"] as const satisfies readonly Command[];

interface Options {
  readonly stack?: string;
  readonly json?: true;
}

/** Tells what a run will cost before it runs. It asks no vendor. */
export const forecastCommand = (): CommanderCommand =>
  new CommanderCommand("forecast")
    .description(
      "how many requests a preview, an up or a refresh will send, and how long the vendors' limits will hold it up; it sends none",
    )
    .addArgument(new Argument("[command]", "one of them; without it all").choices(COMMANDS))
    .argument("[fleet]", "the folder where `pulumi up` is run", ".")
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--json", "the same for programs, with each route")
    .action(forecast);

async function forecast(command: Command | undefined, fleet: string, { stack, json }: Options): Promise<void> {
  const wanted = command === undefined ? COMMANDS : [command];
  // Problems of the files first: they cost nothing.
  const declared = wanted.some((one) => one !== "refresh") ? declareFleet(loadFleet(fleet)) : undefined;
  const resources = declared
    ? [...declared.catalogue.resources, ...declared.tenants.flatMap((one) => one.resources)]
    : [];
  const { resources: stored } = await openStack(stack, { folder: fleet });
  // What is rehearsed is no request of a run.
  delete process.env.TENANTRY_REQUEST_LOG;
  const [{ Rehearsal }, { workos }, { openai }] = await Promise.all([
    import("../rehearsal.ts"),
    import("../../providers/workos/client.ts"),
    import("../../providers/openai/client.ts"),
  ]);
  const limits = { workos: limitsOf(workos, "WorkOS"), openai: limitsOf(openai, "OpenAI") };
  const rehearsal = await Rehearsal.of(stored);
  try {
    const forecasts: Forecast[] = [];
    for (const one of wanted) {
      const rehearsed = one === "refresh" ? await rehearsal.refresh() : await rehearsal[one](resources);
      forecasts.push(forecastOf(one, rehearsed, limits, Date.now()));
    }
    console.log(json ? printableJson(forecasts) : forecastText(forecasts));
  } finally {
    await rehearsal.close();
  }
}

/** What runs of this account have learned counts where the environment says which account that is. */
function limitsOf(vendor: HttpVendor, title: Limits["vendor"]): Limits {
  const configuration = vendor.isInUse() ? vendor.configuration(process.env) : undefined;
  return { vendor: title, pacer: vendor.limits(configuration), overall: vendor.overallLimit };
}

/** For people: a paragraph for each run. */
export function forecastText(forecasts: readonly Forecast[]): string {
  return forecasts.map((one) => paragraph(one).map(printable).join("\n")).join("\n\n");
}

function paragraph({ command, requests, writes, seconds, vendors, guessed }: Forecast): string[] {
  const title = `pulumi ${command}`.padEnd("pulumi preview".length);
  const changing = writes > 0 ? `, ${writes} of which ${writes === 1 ? "changes" : "change"} something` : "";
  const wait = seconds === 0 ? "no limit holds it up" : `at least ${duration(seconds)}, by limits`;
  return [
    ...folded(`${title}  `, `${counted(requests)}${changing}: ${wait}`),
    ...vendors.filter((one) => one.requests > 0).flatMap(vendorLines),
    ...(guessed.length > 0
      ? folded(
          "  ",
          `${guessed.length} of its resources could not be rehearsed, and are counted by their lists alone: --json names them`,
        )
      : []),
  ];
}

function vendorLines({ vendor, requests, heldBy, seconds, routes }: Forecast["vendors"][number]): string[] {
  const most = routes[0];
  const why =
    heldBy === null
      ? most && `most to ${most.route} (${most.requests})`
      : `${duration(seconds)}: ${heldBy.requestsPerMinute} a minute ${heldBy.route === null ? "in all" : `of ${heldBy.route}`}`;
  return folded(`  ${vendor}  `, `${counted(requests)}, ${why}`);
}

const counted = (requests: number): string => `${requests} ${requests === 1 ? "request" : "requests"}`;

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
