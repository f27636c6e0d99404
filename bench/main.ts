import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { delimiter, dirname } from "node:path";
import { parseArgs } from "node:util";
import { findEngine } from "tenantry/engine";
import { LIFE, playLife, type Result } from "./life.ts";
import { playLoadFleet } from "./load-fleet.ts";
import { playRefresh } from "./refresh.ts";
import { rows, table } from "./report.ts";
import { playShards } from "./shards.ts";
import { playThrottled, THROTTLED } from "./throttled.ts";
import { tenantry } from "./tools/tenantry.ts";
import { terraform } from "./tools/terraform.ts";
import type { VendorOptions } from "./tools/tool.ts";

const OTHERS = [...Object.keys(THROTTLED), "load-fleet", "refresh-feed", "shards"];
const SCENARIOS = [...LIFE.map(({ name }) => name), ...OTHERS];

const USAGE = `npm run bench [scenario ...] -- [options]

Prints figures and has no limits for them. What must hold (how many requests a run may send) is a test.

Scenarios, all if none is named: ${SCENARIOS.join(", ")}

  --tenants 10,100,250   how many tenants, each one organization with one role
  --rounds 3             how often each tool has its turn
  --latency 80           milliseconds that the emulators take to answer
  --parallel 64          how many operations Pulumi's engine runs at once
  --json <file>          where all measurements are kept

Terraform has its turns if TERRAFORM is the path of its command and TERRAFORM_MIRROR that of a folder with the provider
osodevops/workos, laid out as a filesystem mirror.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tenants: { type: "string", default: "10,100,250" },
    rounds: { type: "string", default: "3" },
    latency: { type: "string", default: "80" },
    parallel: { type: "string", default: "64" },
    json: { type: "string" },
    help: { type: "boolean" },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const unknown = positionals.filter((name) => !SCENARIOS.includes(name));
if (unknown.length > 0) refuse(`no such scenario: ${unknown.join(", ")}`);
const wanted = new Set(positionals.length > 0 ? positionals : SCENARIOS);
const sizes = values.tenants.split(",").map((size) => wholeNumber("tenants", size));
const parallel = wholeNumber("parallel", values.parallel);
const latencyMs = wholeNumber("latency", values.latency);

const engine = await findEngine({ progress: (line) => console.log(line) });
process.env.PATH = `${engine.bin}${delimiter}${process.env.PATH ?? ""}`;

const { TERRAFORM, TERRAFORM_MIRROR } = process.env;
const vendors: VendorOptions = { workos: { limits: "vendor", latencyMs }, openai: { latencyMs } };
const ours = tenantry(parallel, vendors);
const withCheckpoints = tenantry(parallel, {
  ...{ name: "Tenantry, with checkpoints", environment: {}, plays: "first-up", upTo: 250 },
  ...vendors,
});
const theirs =
  TERRAFORM && TERRAFORM_MIRROR ? [terraform({ binary: TERRAFORM, mirror: TERRAFORM_MIRROR }, vendors)] : [];

const machine = {
  processors: `${availableParallelism()} × ${cpus()[0]?.model ?? "?"}`,
  node: process.versions.node,
  pulumi: engine.version,
  latencyMs,
  parallel,
};
console.log(`${JSON.stringify(machine)}\n`);

const plan = { wanted, sizes, rounds: wholeNumber("rounds", values.rounds), vendors };
const tools = [ours, ...theirs, ...(wanted.has("first-up") ? [withCheckpoints] : [])];

async function* played(): AsyncGenerator<Result> {
  if (LIFE.some(({ name }) => wanted.has(name))) yield* playLife(plan, tools);
  for (const name of Object.keys(THROTTLED) as (keyof typeof THROTTLED)[])
    if (wanted.has(name)) yield* playThrottled(name, plan, parallel);
  if (wanted.has("load-fleet")) yield* playLoadFleet(plan);
  if (wanted.has("refresh-feed")) yield* playRefresh(plan);
  if (wanted.has("shards")) yield* playShards(plan, parallel);
}

const results: Result[] = [];
for await (const result of played()) {
  results.push(result);
  const { scenario, tenants, tool, round, seconds, cpuSeconds, peaks } = result;
  const memory = Object.entries(peaks).map(([name, bytes]) => `${name} ${Math.round(bytes / 1e6)}`);
  console.log(
    `round ${round}, ${tenants} tenants, ${tool}, ${scenario}: ${seconds.toFixed(1)} s, CPU ${cpuSeconds.toFixed(1)} s, MB: ${memory.join(", ")}`,
  );
  if (values.json) {
    mkdirSync(dirname(values.json), { recursive: true });
    writeFileSync(values.json, `${JSON.stringify({ machine, results }, null, 1)}\n`);
  }
}
console.log(`\n${table(rows(results, "Terraform"))}`);
console.log(
  "\nMedians over the rounds. Ratio: time as a share of Terraform's. Memory and CPU: of all processes of the command.",
);

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1
    ? value
    : refuse(`--${name} takes whole numbers from 1, not ${JSON.stringify(text)}`);
}

function refuse(what: string): never {
  console.error(`${what}\n\n${USAGE}`);
  process.exit(2);
}
