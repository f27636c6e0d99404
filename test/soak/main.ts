import { randomInt } from "node:crypto";
import { delimiter } from "node:path";
import { parseArgs } from "node:util";
import { findEngine } from "tenantry/engine";
import { type Played, play } from "./run.ts";

// `npm run soak -- --minutes 60 --seed 7`: random hostile lives of fleets, one after the other, through the real engine and
// against the local vendors. Each life has a seed of its own: `--life <seed>` plays that one again. What is done is then the
// same; in which order the engine's requests arrive is its own affair, so a finding may take a few tries to come back.

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    life: { type: "string" },
  },
});
const [minutes, seed, life] = [values.minutes, values.seed, values.life ?? "0"].map(Number);
if (![minutes, seed, life].every((value) => value !== undefined && value >= 0)) {
  console.error("usage: npm run soak -- [--minutes <number>] [--seed <whole number>] [--life <whole number>]");
  process.exit(2);
}

const engine = await findEngine({ progress: (line) => console.log(line) });
process.env.PATH = `${engine.bin}${delimiter}${process.env.PATH ?? ""}`;

const broken: Played[] = [];
let lives = 0;
if (values.life !== undefined) await live(Number(life));
else {
  console.log(`${minutes} minutes of random lives, --seed ${seed}`);
  const until = Date.now() + Number(minutes) * 60_000;
  while (Date.now() < until) await live(Number(seed) + lives);
}

const promises = Map.groupBy(
  broken.flatMap(({ findings }) => findings),
  ({ promise }) => promise,
);
const counts = [...promises].map(([promise, findings]) => `${findings.length} ${promise}`);
console.log(`\n${lives} lives, ${broken.length} with findings${counts.length > 0 ? `: ${counts.join(", ")}` : ""}`);
process.exitCode = broken.length > 0 ? 1 : 0;

async function live(of: number): Promise<void> {
  const begun = Date.now();
  const played = await play(of);
  lives++;
  const took = `${played.steps.length} steps, ${Math.round((Date.now() - begun) / 1000)} s`;
  console.log(`life ${of}: ${took}, ${played.findings.length === 0 ? "all promises kept" : "FINDINGS"}`);
  if (played.findings.length === 0) return;
  broken.push(played);
  for (const { promise, what, step } of played.findings)
    console.log(`  ${promise.toUpperCase()}: ${what}\n    after ${step}`);
  console.log(played.steps.map((step, at) => `    ${at + 1}. ${step}`).join("\n"));
  console.log(`  again: npm run soak -- --life ${of}`);
}
