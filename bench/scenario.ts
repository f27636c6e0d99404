import { createFleetFolder, type Environment, type FleetFolder } from "../test/e2e/fleet-folder.ts";
import { fleetOf } from "./fleet.ts";
import { type Memory, watchMemory } from "./memory.ts";

export interface Scale {
  readonly organizations: number;
  readonly latencyMs: number;
  /** Operations that the engine runs at once. */
  readonly parallel: number;
}

/** One command with its time, requests and memory. */
export interface Measurement {
  readonly title: string;
  readonly seconds: number;
  /** Requests by method and route template, e.g. `POST /organizations`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly memory?: Memory;
  readonly state?: { readonly bytes: number; readonly resources: number };
}

export type Tell = (measurement: Measurement) => void;

/** A fleet's whole life through the engine: created, previewed, refreshed, offboarded and removed. */
export async function fleetLife(scale: Scale, tell: Tell): Promise<void> {
  const folder = await createFleetFolder("bench", fleetOf(0));
  try {
    const run = runner(folder, scale, tell);
    await run("up of an empty fleet", ["up", "--skip-preview"]);
    declare(folder, scale, "active");
    await run("up", ["up", "--skip-preview"]);
    await run("preview, nothing to do", ["preview", "--expect-no-changes"]);
    await run("refresh", ["refresh", "--skip-preview", "--expect-no-changes"]);
    declare(folder, scale, "offboarding");
    await run("up that offboards all", ["up", "--skip-preview"]);
    await run("destroy", ["destroy", "--skip-preview"]);
  } finally {
    await folder.close();
  }
}

/** The first `up` again, without a checkpoint after every step. */
export async function upWithoutCheckpoints(scale: Scale, tell: Tell): Promise<void> {
  const folder = await createFleetFolder("bench", fleetOf(scale.organizations));
  try {
    const environment = { PULUMI_SKIP_CHECKPOINTS: "true" };
    await runner(folder, scale, tell)("up, PULUMI_SKIP_CHECKPOINTS", ["up", "--skip-preview"], environment);
  } finally {
    await folder.close();
  }
}

/** The same objects made with `fetch` alone, with as many concurrent requests as our transport allows: the lower bound. */
export async function bareRequests(scale: Scale, tell: Tell): Promise<void> {
  const folder = await createFleetFolder("bench", fleetOf(0));
  try {
    const { workos } = folder.emulators;
    workos.latencyMs = scale.latencyMs;
    const post = async (path: string, body: object): Promise<{ id: string }> => {
      const headers = { authorization: `Bearer ${workos.apiKey}`, "content-type": "application/json" };
      const answer = await fetch(`${workos.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      return (await answer.json()) as { id: string };
    };
    const begun = performance.now();
    const left = Array.from({ length: scale.organizations }, (_, index) => `customer-${index + 1}`);
    const worker = async () => {
      for (let tenant = left.pop(); tenant !== undefined; tenant = left.pop()) {
        const { id } = await post("/organizations", { name: tenant, external_id: tenant });
        await post(`/authorization/organizations/${id}/roles`, { slug: "org-engineer", name: "Engineer" });
      }
    };
    await Promise.all(Array.from({ length: 32 }, worker));
    const seconds = (performance.now() - begun) / 1000;
    tell({ title: "bare requests, 32 at once", seconds, requests: workos.requests.counts() });
  } finally {
    await folder.close();
  }
}

function declare(folder: FleetFolder, { organizations }: Scale, status: "active" | "offboarding"): void {
  for (const [file, text] of Object.entries(fleetOf(organizations, status))) folder.write(file, text);
}

function runner(folder: FleetFolder, { latencyMs, parallel }: Scale, tell: Tell) {
  const { workos, openai } = folder.emulators;
  return async (title: string, args: readonly string[], environment?: Environment): Promise<void> => {
    workos.requests.reset();
    openai.requests.reset();
    workos.latencyMs = latencyMs;
    openai.latencyMs = latencyMs;
    const confirmed = args[0] === "preview" ? args : [...args, "--yes"];
    const begun = performance.now();
    const { child, ending } = folder.start([...confirmed, "--parallel", String(parallel)], environment);
    const memory = watchMemory(child.pid ?? 0);
    const { code, output } = await ending;
    const seconds = (performance.now() - begun) / 1000;
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output.slice(-4000)}`);
    tell({
      title,
      seconds,
      requests: { ...workos.requests.counts(), ...openai.requests.counts() },
      memory: memory.stop(),
      state: sizeOf(folder.storedState()),
    });
  };
}

function sizeOf(state: string): { bytes: number; resources: number } {
  const { checkpoint } = JSON.parse(state) as { checkpoint: { latest?: { resources?: { custom?: boolean }[] } } };
  const resources = checkpoint.latest?.resources ?? [];
  return { bytes: Buffer.byteLength(state), resources: resources.length };
}
