import { WorkOS } from "@workos-inc/node";
import { startWorkos, type WorkosEmulator, type WorkosOptions } from "../../../emulators/workos/index.ts";
import { watchWorkos } from "../../contract/watch.ts";
import { type Answer, START, useEmulator } from "../use-emulator.ts";

export { type Answer, START };

/** An emulator for a test file, reset before each test. After each test, all answers are compared with the official description. */
export function useWorkos(options: WorkosOptions & { unknownFields?: "allowed" } = {}) {
  const { emulator, call, seen } = useEmulator<WorkosEmulator>({
    start: () => startWorkos({ startAt: START, ...options }),
    watch: watchWorkos,
    key: ({ apiKey }) => apiKey,
    unknownFields: options.unknownFields,
  });

  return {
    get emulator() {
      return emulator();
    },
    get sdk() {
      const { apiKey, port } = emulator();
      return new WorkOS({ apiKey, apiHostname: "127.0.0.1", port, https: false, maxRetries: 0 });
    },
    call,
    seen,
    get: (path: string) => call("GET", path),
    post: (path: string, body?: unknown) => call("POST", path, body),
    put: (path: string, body?: unknown) => call("PUT", path, body),
    patch: (path: string, body?: unknown) => call("PATCH", path, body),
    delete: (path: string) => call("DELETE", path),
    /** An organization to do something with. */
    organization: async (body: object = {}) => (await call("POST", "/organizations", { name: "Acme", ...body })).body,
    /** The types of all events so far, oldest first. */
    eventTypes: async (): Promise<string[]> => {
      const { body } = await call("GET", "/events?order=asc&limit=100");
      return body.data.map(({ event }: { event: string }) => event);
    },
    /** The newest event. */
    lastEvent: async () => (await call("GET", "/events?limit=1")).body.data[0],
  };
}
