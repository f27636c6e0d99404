import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { OpenaiEmulator } from "../../emulators/openai/index.ts";
import type { WorkosEmulator } from "../../emulators/workos/index.ts";
import type { Watch } from "../contract/watch.ts";

/** The moment at which every test starts; the clock stands still unless a test moves it. */
export const START = new Date("2026-03-01T09:00:00.000Z");

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the vendor's JSON as its documentation describes it
  readonly body: any;
}

/** An emulator for a test file, reset before each test. After each test, all answers are compared with the official description. */
export function useEmulator<Emulator extends WorkosEmulator | OpenaiEmulator>(vendor: {
  start(): Promise<Emulator>;
  watch(emulator: Emulator): Watch;
  key(emulator: Emulator): string;
  unknownFields?: "allowed" | undefined;
}) {
  const running: { emulator?: Emulator; watch?: Watch } = {};
  const emulator = (): Emulator => {
    if (!running.emulator) throw new Error("not started yet");
    return running.emulator;
  };

  beforeAll(async () => {
    running.emulator = await vendor.start();
  });
  beforeEach(() => {
    emulator().reset();
    emulator().clock.stop();
    emulator().clock.set(START);
    running.watch = vendor.watch(emulator());
  });
  afterEach(() => {
    expect(running.watch?.violations).toEqual([]);
    if (vendor.unknownFields !== "allowed") expect([...(running.watch?.unknownRequestFields ?? [])]).toEqual([]);
  });
  afterAll(() => emulator().close());

  /** A request as any HTTP client would make it, with the vendor's key. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(emulator().url + path, {
      method,
      headers: { authorization: `Bearer ${vendor.key(emulator())}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** What the watch has recorded in this test so far. */
  const seen = (): Watch => {
    if (!running.watch) throw new Error("not started yet");
    return running.watch;
  };

  return { emulator, call, seen };
}
