import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type OpenaiEmulator, startOpenai } from "../../../emulators/index.ts";
import {
  getCosts,
  getProject,
  getUser,
  listAdminKeys,
  listModels,
  listProjectKeys,
  listRateLimits,
  listRoles,
  UnansweredError,
} from "../../../providers/openai/lookups/index.ts";

let emulator: OpenaiEmulator;
const dana = () => emulator.as("dana@ourcompany.example");
// biome-ignore lint/suspicious/noExplicitAny: what the vendor answers, as its documentation describes it
const make = (path: string, body: object): Promise<any> => dana().post(path, body);
const project = (name: string) => make("/organization/projects", { name });
const instead = (route: string, body: object, after = 0) =>
  emulator.faults.add({ method: "GET", route, kind: "answer", status: 200, body, after });

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

describe("a member of the organization", () => {
  const USERS = "/organization/users";
  const ana = async () => {
    await emulator.seed({ users: [{ email: "ana@acme.example", name: "Ana" }, { email: "bo@acme.example" }] });
    return (await dana().get(USERS)).data.find((user: { email: string }) => user.email === "ana@acme.example");
  };

  test("is found by e-mail in any spelling and by id, without a name", async () => {
    const { id, added_at } = await ana();
    const found = { id, email: "ana@acme.example", role: "reader", addedAt: added_at, apiKeyLastUsedAt: null };
    expect(await getUser({ email: " Ana@Acme.example" })).toEqual(found);
    expect(await getUser({ id })).toEqual(found);
    expect(await refusal(getUser({ email: "cy@acme.example" }))).toBe(
      'getUser: OpenAI has no member with email "cy@acme.example"',
    );
    expect(await refusal(getUser({ id: "user-1" }))).toBe('getUser: OpenAI has no member with id "user-1"');
  });

  test("is nobody while they are only invited", async () => {
    await make("/organization/invites", { email: "di@acme.example", role: "reader", projects: [] });
    expect(await refusal(getUser({ email: "di@acme.example" }))).toContain("no member");
  });

  test("is known to have used no key only when OpenAI says so", async () => {
    instead(USERS, { data: [{ id: "user-1", email: "ana@acme.example", added_at: 1 }], has_more: false });
    expect(await getUser({ email: "ana@acme.example" })).toStrictEqual({
      id: "user-1",
      email: "ana@acme.example",
      role: null,
      addedAt: 1,
      apiKeyLastUsedAt: undefined,
    });
  });

  test("is not said to be none by an answer without addresses", async () => {
    const { id } = await ana();
    emulator.switches.set({ missingOptional: true });
    expect(await refusal(getUser({ email: "ana@acme.example" }))).toContain(`no email of ${id}`);
  });
});

describe("roles", () => {
  test("are listed of the organization and of a project, OpenAI's own ones with the ids that they have here", async () => {
    emulator.switches.set({ boundRoleIds: true });
    const { id: projectId } = await project("Acme");
    const role = { role_name: "auditor", permissions: ["b.read", "a.read"], description: "Reads" };
    const { id } = await make(`/projects/${projectId}/roles`, role);
    const ofProject = await listRoles({ projectId });
    expect(ofProject.find(({ predefined }) => !predefined)).toEqual({
      id,
      name: "auditor",
      description: "Reads",
      permissions: ["a.read", "b.read"],
      predefined: false,
    });
    const own = ofProject.filter(({ predefined }) => predefined);
    expect(own.map(({ name }) => name)).toEqual(["owner", "member", "viewer"]);
    for (const each of own) expect(each.id).toContain(projectId);
    expect((await listRoles()).map(({ name, predefined }) => [name, predefined])).toEqual([
      ["owner", true],
      ["reader", true],
    ]);
    expect(await refusal(listRoles({ projectId: "proj_1" }))).toMatch(/^listRoles: OpenAI GET .*404/);
  });

  test("are listed beyond the first page", async () => {
    for (let number = 0; number < 101; number++)
      await make("/organization/roles", { role_name: `r${number}`, permissions: [] });
    expect(await listRoles()).toHaveLength(103);
  });

  test("are not taken for custom ones by an answer that does not say", async () => {
    instead("/organization/roles", { data: [{ id: "role_1", name: "owner", permissions: [] }], has_more: false });
    expect(await refusal(listRoles())).toContain("no predefined_role of role_1");
  });
});

describe("keys", () => {
  const KEYS = "/organization/admin_api_keys";
  const KEYS_OF_PROJECT = "/organization/projects/{project_id}/api_keys";

  /** A project with a key of a service account and one of a person who is not in the project any more. */
  async function acme() {
    await emulator.seed({
      users: [{ email: "ana@acme.example", name: "Ana" }],
      projects: [
        {
          name: "Acme",
          service_accounts: [
            { name: "backend", role: "member", api_keys: [{ name: "main", last_used_at: 1_700_000_000 }] },
          ],
          users: [{ email: "ana@acme.example", role: "member", api_keys: [{ name: "laptop" }] }],
        },
      ],
    });
    const { id } = await getProject({ name: "Acme" });
    const { id: ana } = await getUser({ email: "ana@acme.example" });
    await dana().delete(`/organization/projects/${id}/users/${ana}`);
    return { projectId: id, ana };
  }

  test("of a project are listed with owner, creation and last use, whatever access their owners have", async () => {
    const { projectId, ana } = await acme();
    const found = await listProjectKeys({ projectId });
    const laptop = found.find(({ name }) => name === "laptop");
    expect(laptop).toEqual({
      id: expect.stringMatching(/^key_/),
      name: "laptop",
      redactedValue: expect.stringMatching(/^sk-proj-?\.\.\..{4}$/),
      owner: { type: "user", id: ana, email: "ana@acme.example" },
      ownerHasAccess: false,
      createdAt: expect.any(Number),
      expiresAt: null,
      lastUsedAt: null,
    });
    const main = found.find(({ name }) => name === "main");
    expect(main).toMatchObject({
      owner: { type: "service_account", id: expect.any(String), name: "backend" },
      ownerHasAccess: true,
      lastUsedAt: 1_700_000_000,
    });
    expect(await refusal(listProjectKeys({ projectId: "proj_1" }))).toMatch(/^listProjectKeys: OpenAI GET .*404/);
  });

  test.each([false, true])("are listed beyond the first page; pages without last_id: %s", async (omitLastId) => {
    emulator.switches.set({ omitLastId });
    const { id: projectId } = await project("Acme");
    const { id } = await make(`/organization/projects/${projectId}/service_accounts`, { name: "backend" });
    for (let number = 0; number < 101; number++)
      await make(`/organization/projects/${projectId}/service_accounts/${id}/api_keys`, { name: `${number}` });
    expect(await listProjectKeys({ projectId })).toHaveLength(102);
    emulator.switches.set({ adminKeysBug: true });
    expect(await listAdminKeys()).toHaveLength(1);
  });

  test("of administrators are listed without those of projects that OpenAI labels alike, and only read", async () => {
    await acme();
    const deploy = await make(KEYS, { name: "deploy", expires_in_seconds: 3600 });
    const [own] = (await dana().get(KEYS)).data;
    emulator.switches.set({ adminKeysBug: true });
    expect((await dana().get(KEYS)).data.map(({ name }: { name: string }) => name)).toContain("laptop");
    emulator.requests.reset();
    const found = await listAdminKeys();
    expect(found.map(({ id }) => id)).toEqual([own.id, deploy.id]);
    expect(found[1]).toEqual({
      id: deploy.id,
      name: "deploy",
      redactedValue: deploy.redacted_value,
      owner: { type: "user", id: expect.any(String) },
      createdAt: deploy.created_at,
      expiresAt: deploy.expires_at,
      lastUsedAt: null,
    });
    expect(Object.keys(emulator.requests.counts()).filter((route) => !route.startsWith("GET "))).toEqual([]);
  });

  test("of administrators are not listed when the keys of one project cannot be read", async () => {
    await acme();
    emulator.faults.add({ method: "GET", route: KEYS_OF_PROJECT, kind: "answer", status: 403 });
    expect(await refusal(listAdminKeys())).toMatch(/^listAdminKeys: OpenAI GET .*403/);
  });

  test("of administrators are listed beside a project that was archived just now", async () => {
    await acme();
    const body = {
      error: { message: "is archived", type: "invalid_request_error", param: null, code: "project_archived" },
    };
    emulator.faults.add({ method: "GET", route: KEYS_OF_PROJECT, kind: "answer", status: 400, body });
    expect(await listAdminKeys()).toHaveLength(1);
  });

  test("of administrators are not told from keys of projects by an answer without ids", async () => {
    await acme();
    instead(KEYS_OF_PROJECT, { data: [{ name: "main" }], has_more: false });
    expect(await refusal(listAdminKeys())).toContain("no id of a key");
  });

  test("show no value, also where an answer has one", async () => {
    const { id: projectId } = await project("Acme");
    const owner = { type: "user", user: { id: "user-1", email: "Ana@acme.example", name: "Ana" }, id: "user-1" };
    const row = {
      id: "key_1",
      name: "main",
      value: "sk-proj-cAnArY",
      redacted_value: "sk-...rY",
      created_at: 1,
      owner,
    };
    const data = [{ ...row, owner_project_access: "active" }];
    instead(KEYS_OF_PROJECT, { data, has_more: false });
    instead(KEYS, { data: [{ ...row, id: "key_2" }], has_more: false });
    const found = [await listProjectKeys({ projectId }), await listAdminKeys()];
    expect(found).toStrictEqual([
      [expect.objectContaining({ id: "key_1", lastUsedAt: undefined, expiresAt: undefined })],
      [expect.objectContaining({ id: "key_2", lastUsedAt: undefined, expiresAt: undefined })],
    ]);
    expect(JSON.stringify(found)).not.toContain("cAnArY");
  });

  test.each([
    ["owner", "no owner of key_1"],
    ["owner_project_access", "no owner_project_access of key_1"],
  ])("are not guessed about by an answer without %s", async (member, message) => {
    const { id: projectId } = await project("Acme");
    const row = { id: "key_1", owner: { service_account: { id: "svc_1", name: "b" } }, owner_project_access: "active" };
    instead(KEYS_OF_PROJECT, { data: [{ ...row, [member]: undefined }], has_more: false });
    expect(await refusal(listProjectKeys({ projectId }))).toContain(message);
  });

  test("are not said to be none by an answer that is no list, or goes on without saying where", async () => {
    const { id: projectId } = await project("Acme");
    instead(KEYS_OF_PROJECT, {});
    expect(await refusal(listProjectKeys({ projectId }))).toContain("the answer is not a list");
    instead(KEYS, { data: [], has_more: true });
    expect(await refusal(listAdminKeys())).toContain("goes on, but not where");
    const { id } = await project("Empty");
    expect(await listProjectKeys({ projectId: id })).toEqual([]);
  });
});

describe("costs", () => {
  const COSTS = "/organization/costs";
  const JANUARY = Date.UTC(2026, 0, 1) / 1000;
  const day = (number: number) => JANUARY + number * 24 * 60 * 60;
  const cost = (number: number, value: number) => ({ at: day(number), line_item: "gpt-5, input", value });
  const results = (...rows: object[]) => ({ data: [{ start_time: JANUARY, results: rows }], has_more: false });

  test("are dollars, with fractions, by month and project, over as many pages as there are", async () => {
    await emulator.seed({
      projects: [
        {
          name: "Acme",
          costs: [cost(-1, 5), cost(0, 0.125), cost(30, 0.0005), cost(31, 19.99), cost(364, 2), cost(365, 7)],
        },
        { name: "Bolt", costs: [cost(40, 3)] },
      ],
    });
    const [{ id: acme }, { id: bolt }] = [await getProject({ name: "Acme" }), await getProject({ name: "Bolt" })];
    emulator.requests.reset();
    const found = await getCosts({ from: "2026-01", to: "2026-12" });
    expect(emulator.requests.counts()).toEqual({ [`GET ${COSTS}`]: 3 });
    const inFebruary = [
      { month: "2026-02", projectId: acme, usd: 19.99 },
      { month: "2026-02", projectId: bolt, usd: 3 },
    ].sort((a, b) => (a.projectId < b.projectId ? -1 : 1));
    expect(found).toEqual([
      { month: "2026-01", projectId: acme, usd: 0.1255 },
      ...inFebruary,
      { month: "2026-12", projectId: acme, usd: 2 },
    ]);
    expect(await getCosts({ from: "2026-02", projectId: bolt })).toEqual([
      { month: "2026-02", projectId: bolt, usd: 3 },
    ]);
    expect(await getCosts({ from: "2026-05" })).toEqual([]);
  });

  test("of no project, and as text, count too", async () => {
    instead(COSTS, results({ project_id: null, amount: { value: "1.5", currency: "USD" } }));
    expect(await getCosts({ from: "2026-01" })).toEqual([{ month: "2026-01", projectId: null, usd: 1.5 }]);
  });

  test.each([
    ["no amount", results({ project_id: null }), "no amount of costs"],
    ["an empty amount", results({ project_id: null, amount: {} }), "costs of no amount in no currency"],
    ["an empty text", results({ project_id: null, amount: { value: "", currency: "usd" } }), "in US dollars"],
    ["another currency", results({ project_id: null, amount: { value: 1, currency: "eur" } }), "costs of 1 in eur"],
    ["no currency", results({ project_id: null, amount: { value: 1 } }), "costs of 1 in no currency"],
    ["no project", results({ amount: { value: 1, currency: "usd" } }), "no project_id of costs in 2026-01"],
    ["no results", { data: [{ start_time: JANUARY }], has_more: false }, "no results of a day"],
    ["no day", { data: [{ results: [] }], has_more: false }, "no start_time of a day"],
    ["more, and not where", { data: [], has_more: true, next_page: null }, "goes on, but not where"],
    ["not whether there is more", { data: [] }, "does not say whether it goes on"],
    ["nothing", {}, "the answer is not a list"],
  ])("are not taken for none, or less, from an answer that has %s", async (_, body, message) => {
    instead(COSTS, body);
    expect(await refusal(getCosts({ from: "2026-01" }))).toContain(message);
  });

  test("are not asked for for ever", async () => {
    const body = { data: [], has_more: true, next_page: "page_1" };
    emulator.faults.add({ method: "GET", route: COSTS, kind: "answer", status: 200, body, times: 3 });
    expect(await refusal(getCosts({ from: "2026-01" }))).toContain("cursor does not move");
  });

  test.each([
    [{ from: "2026-13" }, "from: must be a month, such as 2026-03"],
    [{ from: "2026-02", to: "2026-01" }, "from must not be after to"],
    [{}, "from: must be a text"],
  ])("asked for by %o are refused before anything is sent", async (of, message) => {
    expect(await refusal(getCosts(of as never))).toContain(message);
    expect(emulator.requests.total).toBe(0);
  });
});

describe("models and their limits", () => {
  const LIMITS = "/organization/projects/{project_id}/rate_limits";
  const PERMISSIONS = "/organization/projects/{project_id}/model_permissions";
  const limit = (model: string) => ({
    id: `rl-${model}`,
    model,
    max_requests_per_1_minute: 1,
    max_tokens_per_1_minute: 2,
  });

  test("are those of the project, with what it may ask of each", async () => {
    const { id: projectId } = await project("Acme");
    await make(`/organization/projects/${projectId}/rate_limits/rl-gpt-5`, { max_requests_per_1_minute: 7 });
    const found = await listRateLimits({ projectId });
    const [ofGpt5] = found;
    expect(ofGpt5).toStrictEqual({
      model: "gpt-5",
      requestsPerMinute: 7,
      tokensPerMinute: 2_000_000,
      imagesPerMinute: undefined,
      audioMegabytesPerMinute: undefined,
      requestsPerDay: undefined,
      batchInputTokensPerDay: 200_000_000,
    });
    const models = await listModels({ projectId });
    expect(models).toEqual(found.map(({ model }) => ({ model, allowed: true })));
    const none = { projectId: "proj_1" };
    expect(await refusal(listModels(none))).toMatch(/^listModels: OpenAI GET .*404/);
    expect(await refusal(listRateLimits(none))).toMatch(/^listRateLimits: OpenAI GET .*404/);
  });

  test.each([
    ["allow_list", true],
    ["deny_list", false],
  ])("are allowed as the project's %s has it", async (mode, allowed) => {
    const { id: projectId } = await project("Acme");
    await make(`/organization/projects/${projectId}/model_permissions`, { mode, model_ids: ["gpt-5"] });
    const models = await listModels({ projectId });
    expect(models.filter((each) => each.allowed === allowed)).toEqual([{ model: "gpt-5", allowed }]);
    expect(models.length).toBeGreaterThan(1);
  });

  test.each([
    ["no list", { mode: "allow_list" }, "no model_ids"],
    ["another kind of list", { mode: "some", model_ids: [] }, "restricts models by some"],
  ])("are not said to be allowed by an answer that has %s", async (_, body, message) => {
    const { id: projectId } = await project("Acme");
    instead(PERMISSIONS, body);
    expect(await refusal(listModels({ projectId }))).toContain(message);
  });

  test("are listed beyond the first page, also without last_id, or none where there are none", async () => {
    const { id: projectId } = await project("Acme");
    instead(LIMITS, { data: [limit("a"), limit("b")], has_more: true });
    instead(LIMITS, { data: [limit("c")], has_more: false }, 1);
    expect((await listModels({ projectId })).map(({ model }) => model)).toEqual(["a", "b", "c"]);
    await newRun();
    instead(LIMITS, { data: [], has_more: false });
    expect(await listRateLimits({ projectId })).toEqual([]);
  });

  test.each([
    ["no model", { data: [{ ...limit("a"), model: undefined }], has_more: false }, "no model of rl-a"],
    ["no limit", { data: [{ id: "rl-a", model: "a" }], has_more: false }, "no max_requests_per_1_minute of rl-a"],
    ["more, and not where", { data: [], has_more: true }, "goes on, but not where"],
    ["nothing", {}, "the answer is not a list"],
  ])("are not guessed from an answer that has %s", async (_, body, message) => {
    const { id: projectId } = await project("Acme");
    instead(LIMITS, body);
    expect(await refusal(listRateLimits({ projectId }))).toContain(message);
  });
});
