import { beforeEach, describe, expect, test } from "vitest";
import { OrganizationSync } from "../../../providers/openai/organization-sync.ts";
import { ProjectSync } from "../../../providers/openai/project-sync.ts";
import { type Bag, type State, useRuns } from "./runs.ts";

const HOUR_MS = 60 * 60 * 1000;
const KEYS = "/organization/projects/{project_id}/api_keys";
const { emulator, run, dana, reads, writes } = useRuns(ProjectSync);

// biome-ignore lint/suspicious/noExplicitAny: outputs are read as policies read them
const outs = (state: State | undefined): any => state?.outs;
const refreshed = async (state: State) => (await run().refresh(state)) as State;
const organization = () => run().beside(OrganizationSync);

let project: Bag;
let account: Bag;
let key: Bag;

beforeEach(async () => {
  emulator().clock.stop();
  project = await dana().post("/organization/projects", { name: "acme" });
  account = await dana().post(`/organization/projects/${project.id}/service_accounts`, {
    name: "api",
    create_service_account_only: true,
  });
  key = await dana().post(`/organization/projects/${project.id}/service_accounts/${account.id}/api_keys`, {
    name: "main",
  });
  await dana().post(`/organization/projects/${project.id}/service_accounts/${account.id}`, { role: "member" });
  await dana().post(`/organization/projects/${project.id}/spend_limit`, {
    threshold_amount: 5000,
    currency: "USD",
    interval: "month",
  });
});

describe("of a project", () => {
  const began = () => run().up({ projectId: project.id });

  test("it has who and what is in it, and never the value of a key", async () => {
    const state = await began();
    expect(outs(state)).toMatchObject({
      project: { id: project.id, name: "acme", status: "active", archivedAt: null },
      serviceAccounts: [{ id: account.id, name: "api" }],
      apiKeys: [{ id: key.id, name: "main", ownerType: "service_account", ownerId: account.id, ownerHasAccess: true }],
      spendLimit: { monthlyUsd: 50, enforcement: "inactive" },
    });
    expect(JSON.stringify(state)).not.toContain(key.value);
  });

  test("nothing is asked until it is everyHours old, and then what is there is what it has", async () => {
    let state = await began();
    await dana().delete(`/organization/projects/${project.id}/service_accounts/${account.id}`);
    expect(outs(await refreshed(state))).toEqual(outs(state));
    emulator().clock.advance(24 * HOUR_MS);
    state = await refreshed(state);
    expect(outs(state)).toMatchObject({ serviceAccounts: [], apiKeys: [] });
    const always = await run().up({ projectId: project.id, everyHours: 0 }, state);
    await dana().post(`/organization/projects/${project.id}`, { name: "Acme Ltd" });
    expect(outs(await refreshed(always)).project.name).toBe("Acme Ltd");
  });

  test("an id that no project has can't be imported", async () => {
    const missing = "proj_AbCdEfGhIjKlMnOpQrStUv";
    await expect(run().read(missing, {})).rejects.toThrow(`there is no ${missing} to read`);
    expect((await run().read(String(project.id), {})).props).toMatchObject({ project: { id: project.id } });
  });

  test("an archived one is told to be, and one that is not there any more too", async () => {
    const state = await run().up({ projectId: project.id, everyHours: 0 });
    await dana().post(`/organization/projects/${project.id}/archive`);
    expect(outs(await refreshed(state))).toMatchObject({
      project: { status: "archived" },
      apiKeys: [],
      spendLimit: null,
    });
    emulator().faults.add({
      method: "GET",
      route: "/organization/projects/{project_id}",
      kind: "answer",
      status: 404,
      times: 9,
    });
    expect(outs(await refreshed(state)).project).toBeNull();
  });

  test.each([
    ["403", { status: 403 }],
    ["half a list", { status: 200, body: { object: "list", data: [], has_more: true } }],
    ["a key without an owner", { status: 200, body: { object: "list", data: [{ id: "key_1" }], has_more: false } }],
  ])("E45, E35: %s of its keys is an error, and state stays as it is", async (_, said) => {
    const state = await run().up({ projectId: project.id, everyHours: 0 });
    emulator().faults.add({ method: "GET", route: KEYS, kind: "answer", times: 9, ...said });
    await expect(refreshed(state)).rejects.toThrow();
  });

  test("I12: it sends nothing but reads", async () => {
    const sent = await writes(async () => {
      const state = await refreshed(await run().up({ projectId: project.id, everyHours: 0 }));
      await organization().refresh(await organization().up({ everyHours: 0 }));
      await run().remove(state);
    });
    expect(sent).toEqual([]);
  });
});

describe("of the organization", () => {
  test("it has all projects, people, and what this month has cost", async () => {
    const gone = await dana().post("/organization/projects", { name: "gone" });
    await dana().post(`/organization/projects/${gone.id}/archive`);
    const state = await organization().up({});
    expect(outs(state)).toMatchObject({
      month: emulator().clock.now().toISOString().slice(0, 7),
      usd: expect.any(Number),
      spendLimit: null,
    });
    expect(outs(state).projects).toContainEqual(
      expect.objectContaining({ id: project.id, keys: 1, lastUsedAt: null, usd: 0 }),
    );
    expect(outs(state).projects).toContainEqual(expect.objectContaining({ id: gone.id, status: "archived" }));
    // What the emulator's organization begins with has cost something.
    expect(outs(state).usd).toBeGreaterThan(0);
    expect(outs(state).users.length).toBeGreaterThan(0);
    expect(Object.keys(outs(state).users[0]).sort()).toEqual(["addedAt", "apiKeyLastUsedAt", "email", "id", "role"]);
  });

  test("E46: keys of projects that are listed as admin keys are none", async () => {
    const deploy = await dana().post("/organization/admin_api_keys", { name: "deploy", expires_in_seconds: 3600 });
    emulator().switches.set({ adminKeysBug: true });
    const ids = (await dana().get("/organization/admin_api_keys")).data.map(({ id }: Bag) => id);
    expect(ids).toContain(key.id);
    const state = await organization().up({});
    const found = outs(state).adminKeys.map(({ id }: Bag) => id);
    expect(found).toContain(deploy.id);
    expect(found).not.toContain(key.id);
    expect(JSON.stringify(state)).not.toContain(deploy.value);
    emulator().faults.add({ method: "GET", route: KEYS, kind: "answer", status: 403 });
    await expect(organization().up({})).rejects.toThrow(/403/);
  });

  test("the keys of a project are listed once for it and for its own sync", async () => {
    const here = run();
    await here.up({ projectId: project.id });
    emulator().requests.reset();
    await here.beside(OrganizationSync).up({});
    const listed = emulator().requests.log.filter(({ path }) =>
      path.startsWith(`/organization/projects/${project.id}/api_keys`),
    );
    expect(listed).toEqual([]);
    expect(await reads(async () => {})).toBe(0);
  });
});
