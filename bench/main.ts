import { availableParallelism } from "node:os";
import { delimiter } from "node:path";
import { parseArgs } from "node:util";
import { findEngine } from "../engine/index.ts";
import { bareRequests, fleetLife, type Measurement, upWithoutCheckpoints } from "./scenario.ts";

// `npm run bench -- --organizations 250 --latency 80 --parallel 64`: prints figures and has no limits for them. What must
// hold (how many requests a run may send) is a test.

/**
 * Terraform with the community provider for WorkOS, 250 organizations with one role each, 80 ms: measured elsewhere, on
 * another machine and day. For orientation only.
 */
const terraform: Readonly<Record<string, string>> = {
  up: "apply 13.3 s, 500 POST, 170 MB",
  "preview, nothing to do": "plan 6.8 s, 500 GET",
  refresh: "refresh 5.5 s, 500 GET",
};

const { values } = parseArgs({
  options: {
    organizations: { type: "string", default: "250" },
    latency: { type: "string", default: "80" },
    parallel: { type: "string", default: "64" },
  },
});
const scale = {
  organizations: wholeNumber("organizations", values.organizations),
  latencyMs: wholeNumber("latency", values.latency),
  parallel: wholeNumber("parallel", values.parallel),
};

const engine = await findEngine({ progress: (line) => console.log(line) });
process.env.PATH = `${engine.bin}${delimiter}${process.env.PATH ?? ""}`;

console.log(
  `${scale.organizations} organizations with one role each, ${scale.latencyMs} ms per request, --parallel ${scale.parallel}; ` +
    `pulumi ${engine.version}, Node ${process.versions.node}, ${availableParallelism()} processors\n`,
);

let floorSeconds = Number.NaN;
await bareRequests(scale, (measurement) => {
  floorSeconds = measurement.seconds;
  print(measurement);
});
await upWithoutCheckpoints(scale, print);
await fleetLife(scale, print);

console.log(
  "\nx: times as long as the bare requests of this run. Memory: most that the command's processes held together, and the " +
    "largest of them, looked at twice a second.\nTerraform's figures were measured elsewhere, on another machine and day.",
);

function print({ title, seconds, requests, memory, state }: Measurement): void {
  const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
  const cells = [
    title.padEnd(30),
    `${seconds.toFixed(1)} s`.padStart(8),
    `${(seconds / floorSeconds).toFixed(1)} x`.padStart(7),
    `${total} requests`.padStart(14),
    memory ? `${megabytes(memory.treeBytes)} (${memory.largest} ${megabytes(memory.largestBytes)})`.padStart(26) : "",
  ];
  console.log(cells.join(" ").trimEnd());
  for (const [route, count] of Object.entries(requests)) console.log(`    ${String(count).padStart(5)} ${route}`);
  if (state && state.resources > 2) {
    const each = Math.round(state.bytes / state.resources);
    console.log(`    state: ${state.bytes} bytes, ${state.resources} resources and components, ${each} bytes each`);
  }
  const reference = scale.organizations === 250 && scale.latencyMs === 80 ? terraform[title] : undefined;
  if (reference) console.log(`    Terraform, for orientation: ${reference}`);
  const deleted = requests["DELETE /organizations/{id}"] ?? 0;
  if (deleted > 50) {
    // WorkOS "Rate limits". The emulator of this run sets none; the pause is ours.
    const pauses = Math.ceil(deleted / 50) - 1;
    console.log(`    ${pauses} min of it are waiting: WorkOS lets go of 50 organizations a minute`);
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number, not ${JSON.stringify(text)}`);
  process.exit(2);
}
