import { expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const LOGS = "/organization/audit_logs";
const DAY_MS = 24 * 60 * 60 * 1000;

test("everything that is written is on record, newest first", async () => {
  const { id } = await openai.project();
  const account = await openai.serviceAccount(id);
  await openai.post(`${PROJECTS}/${id}`, { name: "Renamed" });
  await openai.post(`${PROJECTS}/${id}/service_accounts/${account.id}`, { role: "owner" });
  await openai.post(`${PROJECTS}/${id}/api_keys/${account.api_key.id}`, { scopes: ["api.all.read"] });
  await openai.delete(`${PROJECTS}/${id}/api_keys/${account.api_key.id}`);
  await openai.delete(`${PROJECTS}/${id}/service_accounts/${account.id}`);
  await openai.post(`${PROJECTS}/${id}/archive`);
  expect(await openai.auditTypes()).toEqual([
    "project.archived",
    "service_account.deleted",
    "api_key.deleted",
    "api_key.updated",
    "service_account.updated",
    "project.updated",
    "api_key.created",
    "service_account.created",
    "project.created",
  ]);
  const { body } = await openai.get(`${LOGS}?event_types[]=project.updated&event_types[]=api_key.updated`);
  expect(body.data[0]["api_key.updated"]).toEqual({
    id: account.api_key.id,
    changes_requested: { scopes: ["api.all.read"] },
  });
  expect(body.data[1]["project.updated"]).toEqual({ id, changes_requested: { title: "Renamed" } });
});

test("what the admin key does is filed under the default project, a colleague's deed under the project itself", async () => {
  const home = await openai.defaultProject();
  const { id, name } = await openai.project();
  await openai.emulator.as("dana@ourcompany.example").post(`${PROJECTS}/${id}/service_accounts`, { name: "ci" });
  const { body } = await openai.get(LOGS);
  expect(body.data.at(-1)).toMatchObject({
    type: "project.created",
    effective_at: START_SECONDS,
    project: { id: home.id, name: "Default project" },
    actor: { type: "api_key", api_key: { type: "user", user: { email: "owner@ourcompany.example" } } },
  });
  expect(body.data[0]).toMatchObject({
    project: { id, name },
    actor: { type: "session", session: { user: { email: "dana@ourcompany.example" } } },
  });
  await openai.emulator.as("dana@ourcompany.example").post("/organization/groups", { name: "Support" });
  const [ofTheOrganization] = (await openai.get(LOGS)).body.data;
  expect([ofTheOrganization.type, "project" in ofTheOrganization]).toEqual(["group.created", false]);
  const filtered = async (query: string) => (await openai.get(`${LOGS}?${query}`)).body.data.length;
  expect(await filtered(`project_ids[]=${id}`)).toBe(2);
  expect(await filtered(`resource_ids[]=${id}`)).toBe(1);
  expect(await filtered(`project_ids[]=${home.id}`)).toBe(1);
  expect(await filtered("actor_emails[]=dana@ourcompany.example")).toBe(3);
  expect(await filtered(`actor_ids[]=${body.data.at(-1).actor.api_key.id}`)).toBe(1);
});

test("times narrow the list, with and without their edge", async () => {
  await openai.project();
  openai.emulator.clock.advance(10_000);
  await openai.project();
  const count = async (query: string) => (await openai.get(`${LOGS}?${query}`)).body.data.length;
  expect(await count(`effective_at[gte]=${START_SECONDS + 10}`)).toBe(1);
  expect(await count(`effective_at[gt]=${START_SECONDS + 10}`)).toBe(0);
  expect(await count(`effective_at[lt]=${START_SECONDS + 10}`)).toBe(1);
  expect(await count(`effective_at[lte]=${START_SECONDS + 10}`)).toBe(2);
  for (const query of [
    "effective_at[gt]=now",
    "effective_at[gte]=-1",
    "effective_at[lt]=1.5",
    "effective_at[lte]=2026-03-01",
  ])
    expect((await openai.get(`${LOGS}?${query}`)).status, query).toBe(400);
  for (const query of ["effective_at=1", "effective_at[since]=1", "effective_at[]=1", "effective_at[gt=1"])
    expect((await openai.get(`${LOGS}?${query}`)).body.error.code, query).toBe("invalid_value");
});

test("pages go on with after, and back with before", async () => {
  for (let n = 0; n < 5; n++) await openai.project();
  const all = (await openai.get(LOGS)).body.data.map(({ id }: { id: string }) => id);
  const second = (await openai.get(`${LOGS}?limit=2&after=${all[1]}`)).body;
  expect(second.data.map(({ id }: { id: string }) => id)).toEqual(all.slice(2, 4));
  expect(second.has_more).toBe(true);
  const first = (await openai.get(`${LOGS}?limit=2&before=${second.first_id}`)).body;
  expect(first.data.map(({ id }: { id: string }) => id)).toEqual(all.slice(0, 2));
});

test("tenant_only goes with tenant-scoped types only", async () => {
  await openai.project();
  expect((await openai.get(`${LOGS}?tenant_only=true`)).body.data).toEqual([]);
  expect((await openai.get(`${LOGS}?tenant_only=true&event_types[]=project.created`)).status).toBe(400);
});

test("with logging off nothing is written and nothing listed", async () => {
  await openai.post("/organization/groups", { name: "Support" });
  openai.emulator.switches.set({ auditLogging: false });
  await openai.project();
  expect(await openai.auditTypes()).toEqual([]);
  openai.emulator.switches.set({ auditLogging: true });
  expect(await openai.auditTypes()).toEqual(["group.created"]);
});

test("records are kept for 30 days, whether something is written meanwhile or not", async () => {
  await openai.project();
  openai.emulator.clock.advance(30 * DAY_MS);
  expect(await openai.auditTypes()).toEqual(["project.created"]);
  openai.emulator.clock.advance(1000);
  expect(await openai.auditTypes()).toEqual([]);
  await openai.project();
  expect(await openai.auditTypes()).toEqual(["project.created"]);
});
