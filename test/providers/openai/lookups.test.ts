import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type OpenaiEmulator, startOpenai } from "../../../emulators/index.ts";
import { getProject, UnansweredError } from "../../../providers/openai/lookups/index.ts";

let emulator: OpenaiEmulator;
const dana = () => emulator.as("dana@ourcompany.example");
// biome-ignore lint/suspicious/noExplicitAny: what the vendor answers, as its documentation describes it
const make = (path: string, body: object): Promise<any> => dana().post(path, body);
const project = (name: string) => make("/organization/projects", { name });
const instead = (route: string, body: object) =>
  emulator.faults.add({ method: "GET", route, kind: "answer", status: 200, body });

/** A run of a program begins: what earlier runs were told is not known to it. */
const newRun = () =>
  pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) },
    "fleet",
    "prod",
    false,
    "acme",
  );

/** How the question fails; that it does not is a failure of the test. */
async function refusal(question: Promise<unknown>): Promise<string> {
  const answer = await question.catch((error: unknown) => ({ error }));
  const { error } = answer as { error?: unknown };
  expect(error).toBeInstanceOf(UnansweredError);
  return (error as UnansweredError).message;
}

beforeAll(async () => {
  emulator = await startOpenai({ blank: true });
  vi.stubEnv("OPENAI_ADMIN_KEY", emulator.adminApiKey);
  vi.stubEnv("OPENAI_BASE_URL", emulator.url);
});
beforeEach(async () => {
  emulator.reset();
  await newRun();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await emulator.close();
});

describe("a project", () => {
  const PROJECTS = "/organization/projects";

  test("is found by its id and by its name, where archived ones do not count", async () => {
    const old = await project("Acme");
    await make(`${PROJECTS}/${old.id}/archive`, {});
    const residency = "EU_STORAGE_PROCESSING";
    const acme = await make(PROJECTS, { name: "Acme", residency });
    await project("Acme Two");
    const found = { id: acme.id, name: "Acme", status: "active", residency, createdAt: acme.created_at };
    expect(await getProject({ id: acme.id })).toEqual(found);
    expect(await getProject({ name: " Acme" })).toEqual(found);
    expect(await getProject({ id: old.id })).toMatchObject({ id: old.id, status: "archived" });
  });

  test("that is not there is said to be none, and of several of one name none is guessed", async () => {
    expect(await refusal(getProject({ id: "proj_1" }))).toBe('getProject: OpenAI has no project with id "proj_1"');
    expect(await refusal(getProject({ name: "Acme" }))).toBe('getProject: OpenAI has no project with name "Acme"');
    await newRun();
    const ids = [await project("Acme"), await project("Acme")].map(({ id }) => id);
    expect(await refusal(getProject({ name: "Acme" }))).toBe(
      `getProject: OpenAI has 2 projects with name "Acme": ${ids.join(", ")}; say which one is meant`,
    );
    expect(await refusal(getProject({} as never))).toContain("needs exactly one of id, name");
  });

  test.each([false, true])("is found beyond the first page; pages without last_id: %s", async (omitLastId) => {
    emulator.switches.set({ omitLastId });
    for (let number = 0; number < 101; number++) await project(`Customer ${number}`);
    const { id } = await project("Last");
    expect(await getProject({ name: "Last" })).toMatchObject({ id });
  });

  test.each([
    ["no names", { data: [{ id: "proj_1", created_at: 1 }], has_more: false }, "no name of proj_1"],
    ["more, and not where", { data: [], has_more: true }, "goes on, but not where"],
    ["not whether there is more", { data: [] }, "does not say whether it goes on"],
    ["nothing", {}, "the answer is not a list"],
  ])("is not said to be none by an answer that has %s", async (_, body, message) => {
    instead(PROJECTS, body);
    expect(await refusal(getProject({ name: "Acme" }))).toContain(message);
  });
});
