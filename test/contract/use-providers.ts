import { afterAll, beforeAll } from "vitest";
import { type Emulators, startEmulators } from "../../emulators/index.ts";
import { createMachine, type Machine, type ProviderProcess, startProvider } from "./provider-process.ts";

/** As the README has runs started: a provider is there in a third of the time. */
const SOONER: NodeJS.ProcessEnv = { NODE_OPTIONS: "--import=tenantry/register" };

/** Both vendors and one machine for a test file. What is started on the machine ends with the file at the latest. */
export function useProviders() {
  const processes: ProviderProcess[] = [];
  const here: { emulators?: Emulators; machine?: Machine } = {};
  const emulators = (): Emulators => here.emulators as Emulators;
  const end = () => Promise.all(processes.map((each) => each.close()));

  beforeAll(async () => {
    // Each of the many homes of a certificate has two.
    here.emulators = await startEmulators({ openai: { switches: { mostCertificates: 10_000 } } });
    here.machine = createMachine();
  });
  afterAll(async () => {
    await end();
    await here.emulators?.close();
    here.machine?.close();
  });

  return {
    get emulators() {
      return emulators();
    },
    /** The vendor whose resource it is. */
    vendorOf: ({ token }: { readonly token: string }) =>
      token.startsWith("workos:") ? emulators().workos : emulators().openai,
    /** Another run, which knows nothing yet. `from`: what it takes for the vendors. */
    async start(environment: NodeJS.ProcessEnv = {}, from = emulators()): Promise<ProviderProcess> {
      const started = await startProvider(from, here.machine as Machine, { ...SOONER, ...environment });
      processes.push(started);
      return started;
    },
    /** Ends all of them, since only then is everything printed, and gives what they printed. */
    async printed(): Promise<string> {
      await end();
      return processes.map((each) => each.output()).join("\n");
    },
  };
}
