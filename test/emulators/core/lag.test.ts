import { beforeEach, describe, expect, test } from "vitest";
import { startOpenai } from "../../../emulators/index.ts";
import { useOpenai } from "../openai/organization.ts";
import { useWorkos } from "../workos/environment.ts";

const openai = useOpenai();
const workos = useWorkos({ blank: true });
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
  expect(await (await set({ lag_ms: 0 })).json()).toEqual({ latency_ms: 0, lag_ms: 0, lag_reads: 0 });
  expect((await set({ lag: 5 })).status).toBe(400);
  await openai.project({ name: "Acme" });
  expect(await projectNames()).toEqual(["Default project", "Acme"]);
});

describe("counted in reads", () => {
  beforeEach(() => {
    for (const { emulator } of [openai, workos]) Object.assign(emulator, { lagMs: 0, lagReads: 2 });
  });

  test("what was created is missing from two reads of its own path, and from two of the list", async () => {
    const { id } = await openai.project({ name: "Acme" });
    const statuses = [];
    for (let read = 0; read < 4; read++) statuses.push((await openai.get(`${PROJECTS}/${id}`)).status);
    expect(statuses).toEqual([404, 404, 200, 200]);
    const lists = [];
    for (let read = 0; read < 3; read++) lists.push((await projectNames()).length);
    expect(lists).toEqual([1, 1, 2]);
  });

  test("each change waits for its own reads, and a delay of the clock makes no difference", async () => {
    const { id } = await openai.project({ name: "first" });
    const seen = [];
    for (const name of ["second", "third", undefined, undefined, undefined]) {
      seen.push((await projectNames()).slice(1));
      if (name) await openai.post(`${PROJECTS}/${id}`, { name });
      openai.emulator.clock.advance(60_000);
    }
    // Made before read 1, renamed before reads 2 and 3.
    expect(seen).toEqual([[], [], ["first"], ["second"], ["third"]]);
  });

  test("what was deleted is still there", async () => {
    const { id } = await workos.organization({ name: "Acme" });
    for (let read = 0; read < 2; read++) await workos.get(`/organizations/${id}`);
    await workos.delete(`/organizations/${id}`);
    const statuses = [];
    for (let read = 0; read < 3; read++) statuses.push((await workos.get(`/organizations/${id}`)).status);
    expect(statuses).toEqual([200, 200, 404]);
    expect((await workos.get(`/organizations/${id}?again`)).status).toBe(404);
  });

  test("a write sees what is there, and a colleague too", async () => {
    const { id } = await workos.organization({ external_id: "acme" });
    expect((await workos.post("/organizations", { name: "Acme", external_id: "acme" })).status).toBe(400);
    expect((await workos.put(`/organizations/${id}`, { name: "Renamed" })).body.name).toBe("Renamed");
    expect((await workos.emulator.as("dana@ourcompany.example").get(`/organizations/${id}`)).name).toBe("Renamed");
  });

  test("no more than the last thousand changes are hidden", async () => {
    const { id } = await openai.project({ name: "Acme" });
    const asDana = openai.emulator.as("dana@ourcompany.example");
    // A rename is a change of the project and one of the audit logs.
    for (let change = 0; change < 600; change++) await asDana.post(`${PROJECTS}/${id}`, { name: `name ${change}` });
    expect((await openai.get(`${PROJECTS}/${id}`)).status).toBe(200);
  });

  test("when the lag is changed, everything that happened is shown, and nothing comes back later", async () => {
    const { id } = await openai.project({ name: "Acme" });
    openai.emulator.lagReads = 0;
    await openai.post(`${PROJECTS}/${id}/archive`);
    openai.emulator.lagReads = 2;
    expect(await projectNames()).toEqual(["Default project"]);
    expect(await projectNames()).toEqual(["Default project"]);
  });

  test("whatever is written and read, the lag has passed once a path was read twice more", async () => {
    // Afterwards the state is the same as without lag.
    const ids: string[] = [];
    for (let round = 0; round < 40; round++) {
      const victim = ids[round % 7];
      if (round % 3 === 2 && victim) await workos.delete(`/organizations/${victim}`);
      else ids.push((await workos.organization({ name: `Tenant ${round}` })).id);
      await workos.get("/organizations?limit=100");
      if (victim) await workos.get(`/organizations/${victim}`);
    }
    for (let read = 0; read < 2; read++) await workos.get("/organizations?limit=100");
    const seen = (await workos.get("/organizations?limit=100")).body;
    expect(seen).toEqual(await workos.emulator.as("test").get("/organizations?limit=100"));
  });
});
