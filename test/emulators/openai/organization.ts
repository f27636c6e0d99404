import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type OpenaiEmulator, type OpenaiOptions, startOpenai } from "../../../emulators/index.ts";
import { type Watch, watchOpenai } from "../../contract/watch.ts";

/** The moment at which every test starts; the clock stands still unless a test moves it. */
export const START = new Date("2026-03-01T09:00:00.000Z");
export const START_SECONDS = START.getTime() / 1000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the vendor's JSON as its documentation describes it
  readonly body: any;
}

export const PROJECTS = "/organization/projects";

/** An emulator for a test file, as new before each test. After each, every answer is held against the official description. */
export function useOpenai(options: OpenaiOptions & { unknownFields?: "allowed" } = {}) {
  const running: { emulator?: OpenaiEmulator; watch?: Watch } = {};
  const emulator = (): OpenaiEmulator => {
    if (!running.emulator) throw new Error("not started yet");
    return running.emulator;
  };

  beforeAll(async () => {
    running.emulator = await startOpenai({ startAt: START, ...options });
  });
  beforeEach(() => {
    emulator().reset();
    emulator().clock.stop();
    emulator().clock.set(START);
    running.watch = watchOpenai(emulator());
  });
  afterEach(() => {
    expect(running.watch?.violations).toEqual([]);
    if (options.unknownFields !== "allowed") expect([...(running.watch?.unknownRequestFields ?? [])]).toEqual([]);
  });
  afterAll(() => emulator().close());

  /** A request as any HTTP client would make it, with the admin key. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(emulator().url + path, {
      method,
      headers: { authorization: `Bearer ${emulator().adminApiKey}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  const post = (path: string, body?: unknown) => call("POST", path, body);
  return {
    get emulator() {
      return emulator();
    },
    get sdk() {
      const { adminApiKey: adminAPIKey, url: baseURL } = emulator();
      return new OpenAI({ adminAPIKey, apiKey: null, organization: null, project: null, baseURL, maxRetries: 0 });
    },
    call,
    get: (path: string) => call("GET", path),
    post,
    delete: (path: string) => call("DELETE", path),
    project: async (body: object = {}) => (await post(PROJECTS, { name: "Acme", ...body })).body,
    serviceAccount: async (projectId: string, body: object = {}) =>
      (await post(`${PROJECTS}/${projectId}/service_accounts`, { name: "ci", ...body })).body,
    /** The one that no member of a project tells: it was there first. */
    defaultProject: async () => (await call("GET", PROJECTS)).body.data[0],
    /** The types of all audit logs so far, newest first. */
    auditTypes: async (): Promise<string[]> =>
      (await call("GET", "/organization/audit_logs?limit=100")).body.data.map(({ type }: { type: string }) => type),
  };
}
