import { WorkOS } from "@workos-inc/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { startWorkos, type WorkosEmulator, type WorkosOptions } from "../../../emulators/workos/index.ts";
import { type Watch, watchWorkos } from "../../contract/watch.ts";

/** The moment at which every test starts; the clock stands still unless a test moves it. */
export const START = new Date("2026-03-01T09:00:00.000Z");

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the vendor's JSON as its documentation describes it
  readonly body: any;
}

/** An emulator for a test file, as new before each test. After each, every answer is held against the official description. */
export function useWorkos(options: WorkosOptions & { unknownFields?: "allowed" } = {}) {
  const running: { emulator?: WorkosEmulator; watch?: Watch } = {};
  const emulator = (): WorkosEmulator => {
    if (!running.emulator) throw new Error("not started yet");
    return running.emulator;
  };

  beforeAll(async () => {
    running.emulator = await startWorkos({ startAt: START, ...options });
  });
  beforeEach(() => {
    emulator().reset();
    emulator().clock.stop();
    emulator().clock.set(START);
    running.watch = watchWorkos(emulator());
  });
  afterEach(() => {
    expect(running.watch?.violations).toEqual([]);
    if (options.unknownFields !== "allowed") expect([...(running.watch?.unknownRequestFields ?? [])]).toEqual([]);
  });
  afterAll(() => emulator().close());

  /** A request as any HTTP client would make it, with the key. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(emulator().url + path, {
      method,
      headers: { authorization: `Bearer ${emulator().apiKey}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  return {
    get emulator() {
      return emulator();
    },
    get sdk() {
      const { apiKey, port } = emulator();
      return new WorkOS({ apiKey, apiHostname: "127.0.0.1", port, https: false, maxRetries: 0 });
    },
    call,
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
