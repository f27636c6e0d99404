import { type Context, Hono } from "hono";
import { z } from "zod";
import { bodyText } from "./body.ts";
import type { EmulatorClock } from "./clock.ts";
import { FAULT_KINDS, type Fault, type Faults } from "./faults.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { RequestLog } from "./requests.ts";
import type { Switches } from "./switches.ts";

/** An hour. */
const MAX_TIMING_MS = 3_600_000;
const MAX_LAG_READS = 1000;
/** Estates are large. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

const faultSchema = z.strictObject({
  method: z.string().optional(),
  route: z.string().optional(),
  after: z.int().min(0).optional(),
  // JSON has no infinity.
  times: z.int().min(-1).optional(),
  kind: z.enum(FAULT_KINDS),
  status: z.int().min(200).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  delayMs: z.number().min(0).optional(),
  probability: z.number().min(0).max(1).optional(),
});

const clockSchema = z.strictObject({
  now: z.string().optional(),
  advance_ms: z.number().optional(),
  stopped: z.boolean().optional(),
});

const timingSchema = z.strictObject({
  latency_ms: z.number().min(0).max(MAX_TIMING_MS).optional(),
  lag_ms: z.number().min(0).max(MAX_TIMING_MS).optional(),
  lag_reads: z.int().min(0).max(MAX_LAG_READS).optional(),
});

const limitsSchema = z.array(
  z.strictObject({
    method: z.string().optional(),
    route: z.string().optional(),
    capacity: z.number().positive(),
    perSeconds: z.number().positive(),
    shared: z.boolean().optional(),
  }),
);

/** What the control plane works on. */
export interface Controlled {
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly clock: EmulatorClock;
  readonly limits: RateLimits;
  readonly switches: Switches;
  readonly timing: { latencyMs: number; lagMs: number; lagReads: number };
  reset(): void;
  seed(estate: unknown): Promise<void>;
  dump(): unknown;
}

/** The routes under `/_emulator/`. They need no key and are not in the request log. Invalid requests are answered 400 with `{error}`. */
export function controlPlane(controlled: Controlled): Hono {
  const { requests, faults, clock, limits, switches, timing } = controlled;
  const app = new Hono();

  app.onError((error, c) =>
    c.json({ error: error instanceof z.ZodError ? z.prettifyError(error) : error.message }, 400),
  );

  app.get("/requests", (c) =>
    c.json({ total: requests.total, writes: requests.writes, counts: requests.counts(), log: requests.log }),
  );
  app.delete("/requests", (c) => {
    requests.reset();
    return c.json({ total: 0 });
  });

  app.get("/faults", (c) => c.json({ data: faults.list().map(withPlainTimes) }));
  app.post("/faults", async (c) => {
    const fault = faultSchema.parse(await json(c));
    return c.json(
      { id: faults.add(fault.times === -1 ? { ...fault, times: Number.POSITIVE_INFINITY } : fault).id },
      201,
    );
  });
  app.delete("/faults", (c) => {
    faults.clear();
    return c.json({ data: [] });
  });
  app.delete("/faults/:id", (c) => {
    faults.remove(c.req.param("id"));
    return c.json({ id: c.req.param("id"), deleted: true });
  });

  app.get("/clock", (c) => c.json({ now: clock.now().toISOString(), stopped: clock.stopped }));
  app.post("/clock", async (c) => {
    const { now, advance_ms, stopped } = clockSchema.parse(await json(c));
    if (stopped === true) clock.stop();
    if (stopped === false) clock.run();
    if (now !== undefined) clock.set(now);
    if (advance_ms !== undefined) clock.advance(advance_ms);
    return c.json({ now: clock.now().toISOString(), stopped: clock.stopped });
  });

  app.put("/limits", async (c) => {
    const rules = limitsSchema.parse(await json(c));
    limits.set(rules);
    return c.json({ data: rules });
  });
  app.delete("/limits", (c) => {
    limits.clear();
    return c.json({ data: [] });
  });

  app.get("/switches", (c) => c.json(switches.values));
  app.post("/switches", async (c) => {
    switches.set((await json(c)) as object);
    return c.json(switches.values);
  });

  const timingNow = () => ({ latency_ms: timing.latencyMs, lag_ms: timing.lagMs, lag_reads: timing.lagReads });
  app.get("/timing", (c) => c.json(timingNow()));
  app.post("/timing", async (c) => {
    const { latency_ms, lag_ms, lag_reads } = timingSchema.parse(await json(c));
    if (latency_ms !== undefined) timing.latencyMs = latency_ms;
    if (lag_ms !== undefined) timing.lagMs = lag_ms;
    if (lag_reads !== undefined) timing.lagReads = lag_reads;
    return c.json(timingNow());
  });

  app.post("/reset", (c) => {
    controlled.reset();
    return c.json({ reset: true });
  });
  app.get("/dump", (c) => c.json(controlled.dump() as object));
  app.get("/dump/:collection", (c) => {
    const held = controlled.dump() as Record<string, object>;
    const sought = c.req.param("collection");
    const found = Object.hasOwn(held, sought) ? held[sought] : undefined;
    if (!found) throw new Error(`there is no ${sought}: ${Object.keys(held).join(", ")}`);
    return c.json(found);
  });
  app.post("/seed", async (c) => {
    await controlled.seed(await json(c));
    return c.json({ seeded: true }, 201);
  });
  return app;
}

async function json(c: Context): Promise<unknown> {
  const text = await bodyText(c.req, MAX_BODY_BYTES);
  if (text === undefined) throw new Error(`the body is longer than the ${MAX_BODY_BYTES} bytes that are taken`);
  return JSON.parse(text);
}

const withPlainTimes = (fault: Fault) => (fault.times === Number.POSITIVE_INFINITY ? { ...fault, times: -1 } : fault);
