import { type OpenaiEmulator, type OpenaiOptions, startOpenai } from "./openai/index.ts";
import { startWorkos, type WorkosEmulator, type WorkosOptions } from "./workos/index.ts";

export type { ActingClient } from "./core/acting-client.ts";
export type { Fault, FaultKind, PlacedFault } from "./core/faults.ts";
export type { LimitRule } from "./core/rate-limits.ts";
export type { LoggedRequest } from "./core/requests.ts";
export type { EmulatorOptions, Exchange, RequestHook } from "./core/server.ts";
export { type OpenaiEmulator, type OpenaiEstate, type OpenaiOptions, startOpenai } from "./openai/index.ts";
export { startWorkos, type WorkosEmulator, type WorkosEstate, type WorkosOptions } from "./workos/index.ts";

/** Both vendors, on ports of their own. */
export interface Emulators {
  readonly workos: WorkosEmulator;
  readonly openai: OpenaiEmulator;
  close(): Promise<void>;
}

/**
 * Starts both emulators; nothing keeps running if one cannot start.
 * @throws if a port is taken, or an estate is refused.
 */
export async function startEmulators(
  options: { workos?: WorkosOptions; openai?: OpenaiOptions } = {},
): Promise<Emulators> {
  const workos = await startWorkos(options.workos);
  try {
    const openai = await startOpenai(options.openai);
    return { workos, openai, close: async () => void (await Promise.all([workos.close(), openai.close()])) };
  } catch (error) {
    await workos.close();
    throw error;
  }
}
