import OpenAI from "openai";
import { type OpenaiEmulator, type OpenaiOptions, startOpenai } from "../../../emulators/index.ts";
import { watchOpenai } from "../../contract/watch.ts";
import { type Answer, START, useEmulator } from "../use-emulator.ts";

export { type Answer, START };
export const START_SECONDS = START.getTime() / 1000;

export const PROJECTS = "/organization/projects";

/** An emulator for a test file, reset before each test. After each test, all answers are compared with the official description. */
export function useOpenai(options: OpenaiOptions & { unknownFields?: "allowed" } = {}) {
  const { emulator, call, seen } = useEmulator<OpenaiEmulator>({
    start: () => startOpenai({ startAt: START, ...options }),
    watch: watchOpenai,
    key: ({ adminApiKey }) => adminApiKey,
    unknownFields: options.unknownFields,
  });

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
    seen,
    get: (path: string) => call("GET", path),
    post,
    delete: (path: string) => call("DELETE", path),
    project: async (body: object = {}) => (await post(PROJECTS, { name: "Acme", ...body })).body,
    serviceAccount: async (projectId: string, body: object = {}) =>
      (await post(`${PROJECTS}/${projectId}/service_accounts`, { name: "ci", ...body })).body,
    /** The default project. No member of a project marks it; it is the oldest one. */
    defaultProject: async () => (await call("GET", PROJECTS)).body.data[0],
    /** The types of all audit logs so far, newest first. */
    auditTypes: async (): Promise<string[]> =>
      (await call("GET", "/organization/audit_logs?limit=100")).body.data.map(({ type }: { type: string }) => type),
  };
}
