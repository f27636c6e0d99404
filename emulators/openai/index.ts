import type { Answer, Vendor } from "../core/api.ts";
import { EmulatorClock } from "../core/clock.ts";
import { randomText } from "../core/ids.ts";
import { type EmulatorOptions, EmulatorServer } from "../core/server.ts";
import type { Switches } from "../core/switches.ts";
import { insufficientKey, missingKey, openaiErrors, wrongKey } from "./errors.ts";
import { OPENAI_LIMITS } from "./limits.ts";
import { apiKeyEndpoints } from "./routes/api-keys.ts";
import { auditLogEndpoints } from "./routes/audit-logs.ts";
import { projectEndpoints } from "./routes/projects.ts";
import { serviceAccountEndpoints } from "./routes/service-accounts.ts";
import { madeOpenaiEstate, type OpenaiEstate, openaiSeed } from "./seed.ts";
import { OPENAI_OPERATIONS } from "./specification.ts";
import { OpenaiStore } from "./store.ts";
import { type OpenaiSwitches, openaiSwitches } from "./switches.ts";

export type { OpenaiEstate } from "./seed.ts";

export interface OpenaiOptions extends EmulatorOptions {
  /** The only key that is let in. @default "sk-admin-tenantry-emulator" */
  readonly adminApiKey?: string;
  readonly switches?: Partial<OpenaiSwitches>;
  /** What is there from the start. */
  readonly seed?: OpenaiEstate;
  /** Adds a made-up estate of this many customers: always the same, and as untidy as real ones. @default 0 */
  readonly size?: number;
}

/** A running OpenAI organization. `url` ends in /v1, as OpenAI's clients take it. */
export interface OpenaiEmulator extends EmulatorServer {
  readonly adminApiKey: string;
  /** Behaviours the documentation leaves open. */
  readonly switches: Switches<OpenaiSwitches>;
}

/**
 * Starts a local OpenAI administration API on 127.0.0.1.
 * @throws if the port is taken.
 */
export async function startOpenai(options: OpenaiOptions = {}): Promise<OpenaiEmulator> {
  const adminApiKey = options.adminApiKey ?? "sk-admin-tenantry-emulator";
  const clock = new EmulatorClock(options.startAt);
  const switches = openaiSwitches(options.switches);
  const store = new OpenaiStore(switches, clock.now());
  const server = await EmulatorServer.start(openaiVendor(store, adminApiKey, clock), clock, options);
  if (options.seed) await server.seed(options.seed);
  if (options.size) await server.seed(madeOpenaiEstate(options.size));
  return Object.assign(server, { adminApiKey, switches });
}

function openaiVendor(store: OpenaiStore, adminApiKey: string, clock: EmulatorClock): Vendor {
  return {
    name: "OpenAI",
    basePath: "/v1",
    endpoints: [
      ...projectEndpoints(store),
      ...serviceAccountEndpoints(store),
      ...apiKeyEndpoints(store),
      ...auditLogEndpoints(store),
    ],
    specification: OPENAI_OPERATIONS,
    errors: openaiErrors,
    control: [],
    switches: store.switches as Switches,
    limits: OPENAI_LIMITS,
    authenticate: (authorization) => judgeKey(authorization, adminApiKey),
    responseHeaders: () => ({ "x-request-id": `req_${randomText(24)}`, "openai-version": "2020-10-01" }),
    runDue: () => {},
    reset: () => store.reset(clock.now()),
    seed: openaiSeed,
    dump: () => store.dump(),
  };
}

function judgeKey(authorization: string | undefined, adminApiKey: string): Answer | undefined {
  if (authorization === undefined) return missingKey;
  if (authorization === `Bearer ${adminApiKey}`) return undefined;
  const isOrdinaryKey = /^Bearer sk-(?!admin-)\S+$/.test(authorization);
  return isOrdinaryKey ? insufficientKey : wrongKey;
}
