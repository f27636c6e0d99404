import { beforeEach, expect, test } from "vitest";
import { startOpenai } from "../../../emulators/index.ts";
import { useOpenai } from "../openai/organization.ts";
import { useWorkos } from "../workos/environment.ts";

const openai = useOpenai();
const workos = useWorkos();
const PROJECTS = "/organization/projects";

beforeEach(() => {
  openai.emulator.lagMs = 1000;
  workos.emulator.lagMs = 1000;
});

const projectNames = async () => (await openai.get(PROJECTS)).body.data.map(({ name }: { name: string }) => name);

test("a creation, a change and an end are shown when the lag has passed, each in its turn", async () => {
  const { id } = await openai.project({ name: "Acme" });
  expect((await openai.get(`${PROJECTS}/${id}`)).status).toBe(404);
  expect(await projectNames()).toEqual(["Default project"]);
  openai.emulator.clock.advance(600);
  await openai.post(`${PROJECTS}/${id}`, { name: "Renamed" });
  openai.emulator.clock.advance(400);
  expect(await projectNames()).toEqual(["Default project", "Acme"]);
  await openai.post(`${PROJECTS}/${id}/archive`);
  openai.emulator.clock.advance(600);
  expect(await projectNames()).toEqual(["Default project", "Renamed"]);
  openai.emulator.clock.advance(400);
  expect(await projectNames()).toEqual(["Default project"]);
});

test("what was deleted is listed in its old place, and found, until then", async () => {
  const ids = [];
  for (const name of ["one", "two", "three"]) ids.push((await workos.organization({ name })).id);
  workos.emulator.clock.advance(1000);
  const listed = async () =>
    (await workos.get("/organizations?order=asc")).body.data.map(({ name }: { name: string }) => name);
  await workos.delete(`/organizations/${ids[1]}`);
  expect([await listed(), (await workos.get(`/organizations/${ids[1]}`)).status]).toEqual([
    ["one", "two", "three"],
    200,
  ]);
  workos.emulator.clock.advance(1000);
  expect([await listed(), (await workos.get(`/organizations/${ids[1]}`)).status]).toEqual([["one", "three"], 404]);
});

test("writes are judged by what is there, and a colleague sees it at once", async () => {
  const { id } = await openai.project({ name: "Acme" });
  expect((await openai.post(`${PROJECTS}/${id}/service_accounts`, { name: "ci" })).status).toBe(200);
  const { data } = await openai.emulator.as("dana@ourcompany.example").get(`${PROJECTS}/${id}/service_accounts`);
  expect(data).toHaveLength(1);
});

test("what was there from the start lags behind nothing, and neither does what a reset leaves", async () => {
  const seeded = await startOpenai({ lagMs: 1000, seed: { projects: [{ name: "Acme" }] } });
  const headers = { authorization: `Bearer ${seeded.adminApiKey}` };
  const count = async () => {
    const { data } = (await (await fetch(seeded.url + PROJECTS, { headers })).json()) as { data: unknown[] };
    return data.length;
  };
  expect(await count()).toBe(2);
  seeded.reset();
  expect(await count()).toBe(1);
  await seeded.close();
});

test("lag and latency are read and set by HTTP", async () => {
  const path = `${openai.emulator.origin}/_emulator/timing`;
  const set = (body: object) => fetch(path, { method: "POST", body: JSON.stringify(body) });
  expect(await (await set({ lag_ms: 0 })).json()).toEqual({ latency_ms: 0, lag_ms: 0 });
  expect((await set({ lag: 5 })).status).toBe(400);
  await openai.project({ name: "Acme" });
  expect(await projectNames()).toEqual(["Default project", "Acme"]);
});
