import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/vault/v1/kv";
const make = (name: string, body: object = {}) =>
  workos.post(path, { name, value: "s3cr3t", key_context: { organization_id: "org_1" }, ...body });
const names = async (query = "") =>
  (await workos.get(`${path}${query}`)).body.data.map((one: { name: string }) => one.name);

test("an object is made without showing its value, and read by id and by name", async () => {
  const { status, body } = await make("db/password");
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    context: { organization_id: "org_1" },
    environment_id: expect.stringMatching(/^environment_/),
    key_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
    updated_at: "2026-03-01T09:00:00.000Z",
    updated_by: { id: expect.stringMatching(/^api_key_/), name: expect.any(String) },
    version_id: expect.any(String),
  });
  const whole = { id: body.id, name: "db/password", value: "s3cr3t", metadata: body };
  expect((await workos.get(`${path}/${body.id}`)).body).toEqual(whole);
  expect((await workos.get(`${path}/name/db%2Fpassword`)).body).toEqual(whole);
  const { value, ...described } = whole;
  expect((await workos.get(`${path}/${body.id}/metadata`)).body).toEqual(described);
  expect((await make("other")).body.key_id).toBe(body.key_id);
  expect((await make("third", { key_context: {} })).body.key_id).not.toBe(body.key_id);
});

test("a name is taken once; errors say error and not message", async () => {
  await make("a");
  const clash = await make("a");
  expect([clash.status, Object.keys(clash.body)]).toEqual([409, ["error"]]);
  for (const answer of [
    await workos.get(`${path}/x`),
    await workos.get(`${path}/name/x`),
    await workos.get(`${path}/x/metadata`),
    await workos.get(`${path}/x/versions`),
    await workos.put(`${path}/x`, { value: "v" }),
    await workos.delete(`${path}/x`),
  ])
    expect([answer.status, Object.keys(answer.body)]).toEqual([404, ["error"]]);
});

test.each([
  { name: "" },
  { name: "x".repeat(201) },
  { value: 1 },
  { key_context: undefined },
  { key_context: { a: "x".repeat(501) } },
  { key_context: Object.fromEntries([..."abcdefghijk"].map((key) => [key, "v"])) },
])("an object with %j is refused with 422", async (body) => {
  expect((await make("a", body)).status).toBe(422);
  expect(await names()).toEqual([]);
});

test("a change answers 201, makes a version, and is refused if it knows an older one", async () => {
  const { id, version_id } = (await make("a")).body;
  workos.emulator.clock.advance(1000);
  const { status, body } = await workos.put(`${path}/${id}`, { value: "größer", version_check: version_id });
  expect([status, body.metadata.updated_at]).toEqual([201, "2026-03-01T09:00:01.000Z"]);
  expect(body).not.toHaveProperty("value");
  const late = await workos.put(`${path}/${id}`, { value: "late", version_check: version_id });
  expect(late.status).toBe(409);
  expect((await workos.put(`${path}/${id}`, {})).status).toBe(400);
  expect((await workos.get(`${path}/${id}`)).body.value).toBe("größer");
  expect((await workos.get(`${path}/${id}/versions`)).body.data).toMatchObject([
    { id: body.metadata.version_id, current_version: true, size: 8 },
    { id: version_id, current_version: false, size: 6 },
  ]);
  expect((await workos.delete(`${path}/${id}?version_check=${version_id}`)).status).toBe(409);
  const gone = await workos.delete(`${path}/${id}?version_check=${body.metadata.version_id}`);
  expect([gone.status, gone.body]).toEqual([200, { name: "a", success: true }]);
  expect(await names()).toEqual([]);
});

test("the list is searched, narrowed by time, and paged in both directions; it knows no third order", async () => {
  for (const name of ["a1", "a2", "b1"]) {
    await make(name);
    workos.emulator.clock.advance(1000);
  }
  expect(await names("?search=A")).toEqual(["a2", "a1"]);
  expect(await names("?updatedAfter=2026-03-01T09:00:00.500Z")).toEqual(["b1", "a2"]);
  expect(await names("?order=asc&limit=1000")).toEqual(["a1", "a2", "b1"]);
  const { body } = await workos.get(`${path}?limit=2`);
  expect(Object.keys(body).sort()).toEqual(["data", "list_metadata"]);
  const second = (await workos.get(`${path}?limit=2&after=${body.list_metadata.after}`)).body;
  expect(second.data.map(({ name }: { name: string }) => name)).toEqual(["a1"]);
  expect(await names(`?limit=2&before=${second.list_metadata.before}`)).toEqual(["b1", "a2"]);
  for (const query of [
    "order=normal",
    "limit=0",
    "after=x",
    "updatedAfter=soon",
    "updatedAfter=1",
    "updatedAfter=2026-02-30T00:00:00Z",
  ])
    expect((await workos.get(`${path}?${query}`)).status).toBe(400);
});

test("events tell of writes and of reads, without the value", async () => {
  const { id } = (await make("a")).body;
  await workos.emulator.as("dana").put(`${path}/${id}`, { value: "new" });
  await workos.get(`${path}/${id}`);
  await workos.get(`${path}/${id}/metadata`);
  await workos.get(path);
  await workos.delete(`${path}/${id}`);
  const { data } = (await workos.get("/events?order=asc")).body;
  expect(data.map(({ event }: { event: string }) => event)).toEqual([
    "vault.data.created",
    "vault.data.updated",
    "vault.data.read",
    "vault.metadata.read",
    "vault.names.listed",
    "vault.data.deleted",
  ]);
  expect(data[1].data).toMatchObject({ kv_name: "a", actor_source: "dashboard", actor_name: "dana" });
  expect(JSON.stringify(data)).not.toContain("s3cr3t");
});

test.each([
  ["POST", path, "{", 400],
  ["POST", path, "[]", 422],
  ["POST", path, '"text"', 422],
  ["PUT", `${path}/{id}`, "{", 400],
  ["PUT", `${path}/{id}`, "7", 400],
  ["POST", path, `"${"x".repeat(1024 * 1024)}"`, 413],
])("%s %s with a malformed body (%#) is refused in the vault's own form", async (method, route, body, status) => {
  const { url, apiKey } = workos.emulator;
  const { id } = (await make("a")).body;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const answer = await fetch(url + route.replace("{id}", id), { method, headers, body });
  expect([answer.status, await answer.json()]).toEqual([status, { error: expect.any(String) }]);
});

test("the SDK does all of it", async () => {
  const { vault } = workos.sdk;
  const { id } = await vault.createObject({ name: "a", value: "v1", context: { organization_id: "org_1" } });
  expect((await vault.readObject({ id })).value).toBe("v1");
  expect((await vault.readObjectByName("a")).id).toBe(id);
  expect((await vault.updateObject({ id, value: "v2" })).id).toBe(id);
  expect((await vault.describeObject({ id })).name).toBe("a");
  expect((await vault.listObjects()).data).toHaveLength(1);
  expect(await vault.listObjectVersions({ id })).toHaveLength(2);
  await vault.deleteObject({ id });
  await expect(vault.readObject({ id })).rejects.toMatchObject({ status: 404 });
});
