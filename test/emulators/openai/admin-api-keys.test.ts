import { expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const KEYS = "/organization/admin_api_keys";

const statusWith = async (key: string) =>
  (await openai.call("GET", PROJECTS, undefined, { authorization: `Bearer ${key}` })).status;

test("the value is shown once, and lets its holder in until it expires or is deleted", async () => {
  const { body } = await openai.post(KEYS, { name: "deploy", expires_in_seconds: 60 });
  expect(body).toEqual({
    object: "organization.admin_api_key",
    id: expect.stringMatching(/^key_\w{24}$/),
    name: "deploy",
    value: expect.stringMatching(/^sk-admin-\w{48}$/),
    redacted_value: expect.stringMatching(/^sk-admin\.\.\.\w{4}$/),
    created_at: START_SECONDS,
    expires_at: START_SECONDS + 60,
    last_used_at: null,
    owner: expect.objectContaining({ type: "user", object: "organization.user", name: "Olive Owner", role: "owner" }),
  });
  const { value, ...read } = body;
  expect((await openai.get(`${KEYS}/${body.id}`)).body).toEqual(read);
  expect(await statusWith(value)).toBe(200);
  openai.emulator.clock.advance(60_000);
  expect(await statusWith(value)).toBe(401);
  const lasting = (await openai.post(KEYS, { name: "lasting" })).body;
  expect(lasting.expires_at).toBeNull();
  expect((await openai.delete(`${KEYS}/${lasting.id}`)).body).toEqual({
    object: "organization.admin_api_key.deleted",
    id: lasting.id,
    deleted: true,
  });
  expect(await statusWith(lasting.value)).toBe(401);
});

test("a key was last used when it last let its holder in; what it did is on record as its own", async () => {
  const { id, value } = (await openai.post(KEYS, { name: "deploy" })).body;
  const lastUse = async () => (await openai.get(`${KEYS}/${id}`)).body.last_used_at;
  expect(await lastUse()).toBeNull();
  openai.emulator.clock.advance(5000);
  await openai.call("POST", PROJECTS, { name: "By another key" }, { authorization: `Bearer ${value}` });
  openai.emulator.clock.advance(5000);
  expect(await lastUse()).toBe(START_SECONDS + 5);
  await openai.post(PROJECTS, { name: "By the usual key" });
  const [usual, other] = (await openai.get("/organization/audit_logs")).body.data;
  expect(other.actor.api_key.id).toBe(id);
  expect(usual.actor.api_key.id).not.toBe(id);
  expect((await openai.get(`/organization/audit_logs?actor_ids[]=${id}`)).body.data).toEqual([other]);
  openai.emulator.reset();
  expect((await openai.get(KEYS)).body.data).toHaveLength(1);
});

test("a key belongs to who made it, and so does what it does", async () => {
  const dana = "dana@ourcompany.example";
  const key = await openai.emulator.as(dana).post(KEYS, { name: "mine" });
  expect(key.owner).toMatchObject({ type: "user", name: "Dana Developer" });
  const headers = { authorization: `Bearer ${key.value}` };
  const next = await openai.call("POST", KEYS, { name: "mine too" }, headers);
  expect(next.body.owner).toEqual(key.owner);
  await openai.call("POST", PROJECTS, { name: "Acme" }, headers);
  const [log] = (await openai.get("/organization/audit_logs")).body.data;
  expect(log.actor).toEqual({
    type: "api_key",
    api_key: { id: key.id, type: "user", user: { id: key.owner.id, email: dana } },
  });
});

test("the key in use is listed with the others, beyond one page and in both orders", async () => {
  await openai.post(KEYS, { name: "deploy" });
  const names = async (query: string) =>
    (await openai.get(`${KEYS}?${query}`)).body.data.map(({ name }: { name: string }) => name);
  const [first] = (await openai.get(`${KEYS}?limit=1`)).body.data;
  expect([first.name, await names(`after=${first.id}`), await names("order=desc")]).toEqual([
    "Emulator",
    ["deploy"],
    ["deploy", "Emulator"],
  ]);
});

test.each([{}, { name: " " }, { name: "x", expires_in_seconds: 0 }, { name: "x", expires_in_seconds: 31_536_001 }])(
  "%j is refused with 400",
  async (body) => {
    expect((await openai.post(KEYS, body)).status).toBe(400);
  },
);

test("the key that the emulator was started with stays", async () => {
  const [own] = (await openai.get(KEYS)).body.data;
  expect((await openai.delete(`${KEYS}/${own.id}`)).status).toBe(400);
});

test("the reported bug: keys of projects are listed among them, labelled as admin keys", async () => {
  const count = async () => (await openai.get(KEYS)).body.data.length;
  expect(await count()).toBe(1);
  openai.emulator.switches.set({ adminKeysBug: true });
  const { data } = (await openai.get(KEYS)).body;
  const home = await openai.defaultProject();
  const listed = (await openai.get(`${PROJECTS}/${home.id}/api_keys?owner_project_access=any`)).body.data;
  expect(data.slice(1).map(({ id, object }: { id: string; object: string }) => [id, object])).toEqual(
    listed.map(({ id }: { id: string }) => [id, "organization.admin_api_key"]),
  );
  expect(listed.length).toBeGreaterThan(1);
});

test("project keys of people are there from the start, one used and one not; using a key is on record at the key", async () => {
  const home = await openai.defaultProject();
  const base = `${PROJECTS}/${home.id}/api_keys`;
  const [used, unused] = (await openai.get(base)).body.data;
  expect([used.last_used_at, unused.last_used_at]).toEqual([START_SECONDS - 86_400, null]);
  expect(unused.owner).toMatchObject({ type: "user", user: { email: "dana@ourcompany.example", role: "member" } });
  await fetch(`${openai.emulator.origin}/_emulator/api_keys/${unused.id}/use`, { method: "POST" });
  expect((await openai.get(`${base}/${unused.id}`)).body.last_used_at).toBe(START_SECONDS);
  const dana = (await openai.get("/organization/users")).body.data[1];
  expect(dana.api_key_last_used_at).toBe(START_SECONDS);
  expect((await openai.delete(`${base}/${unused.id}`)).status).toBe(200);
});
