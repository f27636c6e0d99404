import { createHash } from "node:crypto";
import type { Clock } from "./clock.ts";
import { systemClock } from "./clock.ts";
import { EngineWatch } from "./engine-watch.ts";
import { requestLog } from "./request-log.ts";
import type { TransportOptions } from "./transport.ts";

/** A `fetch` that sends nothing but GET: what runs during preview and refresh holds only this one. */
export const readOnly =
  (transport: typeof fetch): typeof fetch =>
  (input, init) => {
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    if (method !== "GET") throw new Error(`bug: a read wanted to send ${method}`);
    return transport(input, init);
  };

/** What every vendor's transport takes from this process: its clock, its log, its warnings, its engine. */
export function processTransport(): Pick<TransportOptions, "clock" | "log" | "notice" | "beforeWrite"> & {
  clock: Clock;
} {
  // Pulumi starts a provider as `node <script> <engine address>`.
  const engine = new EngineWatch(process.argv[2]);
  engine.exitWithEngine(5_000);
  return {
    clock: systemClock,
    log: requestLog(process.env),
    notice: (line) => console.error(line),
    beforeWrite: () => engine.mustBeAlive(),
  };
}

/** Names an account in files of ours: the address, and a key's fingerprint, which gives nothing of the key away. */
export const accountName = (url: URL, key: string): string =>
  `${url.origin} ${createHash("sha256").update(key).digest("hex").slice(0, 16)}`;
