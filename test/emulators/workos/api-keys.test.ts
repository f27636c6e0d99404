import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

let organization: { id: string };
let path: string;
beforeEach(async () => {
  organization = await workos.organization();
  path = `/organizations/${organization.id}/api_keys`;
  await workos.post("/authorization/permissions", { slug: "docs:read", name: "Read" });
});

const validated = async (value: string) => (await workos.post("/api_keys/validations", { value })).body.api_key;

test("the value is shown once; lists show how it ends", async () => {
  const { status, body } = await workos.post(path, { name: "Export", permissions: ["docs:read"] });
  expect(status).toBe(201);
  const { value, ...key } = body;
  expect(value).toMatch(/^sk_\w{32}$/);
  expect(key).toEqual({
    object: "api_key",
    id: expect.stringMatching(/^api_key_/),
    owner: { type: "organization", id: organization.id },
    name: "Export",
    obfuscated_value: `sk_...${value.slice(-4)}`,
    last_used_at: null,
    expires_at: null,
    permissions: ["docs:read"],
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get(path)).body.data).toEqual([key]);
  expect(JSON.stringify((await workos.get("/events")).body)).not.toContain(value);
  expect((await workos.get(`/api_keys/${key.id}`)).status).toBe(404);
});

test.each([
  [{}, "name"],
  [{ name: "" }, "name"],
  [{ name: "Export", permissions: ["nope"] }, "permissions"],
  [{ name: "Export", expires_at: "soon" }, "expires_at"],
  [{ name: "Export", expires_at: "2026-03-01T09:00:00Z" }, "expires_at"],
  [{ name: "Export", expires_at: "2027-02-29T00:00:00Z" }, "expires_at"],
  [{ name: "Export", expires_at: "2027-01-01T24:00:00Z" }, "expires_at"],
])("%j is refused with 422 for its %s", async (body, field) => {
  const answer = await workos.post(path, body);
  expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
  expect((await workos.get(path)).body.data).toEqual([]);
});

test.each([
  ["2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"],
  ["2027-01-01T00:30:00+01:00", "2026-12-31T23:30:00.000Z"],
  ["2027-01-01T00:00:00.123456789Z", "2027-01-01T00:00:00.123Z"],
])("an end at %s is %s", async (expires_at, answered) => {
  expect((await workos.post(path, { name: "Export", expires_at })).body.expires_at).toBe(answered);
});

test("what is missing is called required, and no code repeats a value", async () => {
  const codes = async (body: object) => (await workos.post(path, body)).body.errors[0].code;
  expect(await codes({})).toBe("required");
  expect(await codes({ name: "Export", permissions: ["nope"] })).toBe("there_is_no_permission");
});

test("a list goes beyond one page and ends with its organization", async () => {
  for (let n = 0; n < 5; n++) await workos.post(path, { name: `Key ${n}` });
  const first = (await workos.get(`${path}?limit=3`)).body;
  const second = (await workos.get(`${path}?limit=3&after=${first.list_metadata.after}`)).body;
  expect([...first.data, ...second.data].map(({ name }) => name)).toEqual([
    "Key 4",
    "Key 3",
    "Key 2",
    "Key 1",
    "Key 0",
  ]);
  await workos.delete(`/organizations/${organization.id}`);
  expect((await workos.get(path)).status).toBe(404);
  expect((await workos.delete(`/api_keys/${first.data[0].id}`)).status).toBe(404);
});

test("an end is planned, called off, and reached; an expired key cannot expire again", async () => {
  const { id, value } = (await workos.post(path, { name: "Export" })).body;
  const expire = (body?: object) => workos.post(`/api_keys/${id}/expire`, body);
  expect((await expire({ expires_at: "2026-03-02T00:00:00+01:00" })).body.expires_at).toBe("2026-03-01T23:00:00.000Z");
  expect(await workos.lastEvent()).toMatchObject({
    event: "api_key.updated",
    data: { id, previous_attributes: { expires_at: null } },
  });
  expect((await expire({ expires_at: null })).body.expires_at).toBeNull();
  expect((await expire({ expires_at: "tomorrow" })).status).toBe(422);
  await expire({ expires_at: "2026-03-01T10:00:00Z" });
  expect((await validated(value)).last_used_at).toBe("2026-03-01T09:00:00.000Z");
  workos.emulator.clock.advance(60 * 60 * 1000);
  expect(await validated(value)).toBeNull();
  const again = await expire();
  expect([again.status, again.body.code]).toEqual([409, "api_key_already_expired"]);
});

test("without a moment, or with one that is past, it ends now", async () => {
  for (const body of [undefined, {}, { expires_at: "2020-01-01T00:00:00Z" }]) {
    const { id, value } = (await workos.post(path, { name: "Export" })).body;
    expect((await workos.post(`/api_keys/${id}/expire`, body)).body.expires_at).toBe("2026-03-01T09:00:00.000Z");
    expect(await validated(value)).toBeNull();
  }
});

test("deleting revokes", async () => {
  const { id, value } = (await workos.post(path, { name: "Export" })).body;
  expect(await workos.delete(`/api_keys/${id}`)).toMatchObject({ status: 204, body: undefined });
  expect(await validated(value)).toBeNull();
  expect((await workos.lastEvent()).event).toBe("api_key.revoked");
});

describe("of a user", () => {
  let user: { id: string };
  let membership: { id: string };
  let ofUser: string;
  beforeEach(async () => {
    user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
    const pair = { user_id: user.id, organization_id: organization.id };
    membership = (await workos.post("/user_management/organization_memberships", pair)).body;
    ofUser = `/user_management/users/${user.id}/api_keys`;
  });
  const make = (body: object = {}) =>
    workos.post(ofUser, { name: "Laptop", organization_id: organization.id, permissions: ["docs:read"], ...body });

  test("a key names user and organization, works like any other, and is none of the organization's", async () => {
    const { status, body } = await make();
    const { value, ...key } = body;
    expect([status, key.owner]).toEqual([201, { type: "user", id: user.id, organization_id: organization.id }]);
    expect(await workos.lastEvent()).toMatchObject({ event: "api_key.created", data: { owner: key.owner } });
    expect((await workos.get(ofUser)).body.data).toEqual([key]);
    expect((await workos.get(path)).body.data).toEqual([]);
    expect((await validated(value)).id).toBe(key.id);
    expect((await workos.post(`/api_keys/${key.id}/expire`)).status).toBe(200);
    expect(await validated(value)).toBeNull();
    expect((await workos.delete(`/api_keys/${key.id}`)).status).toBe(204);
  });

  test("the list is narrowed by organization and goes beyond one page", async () => {
    for (let n = 0; n < 3; n++) await make({ name: `${n}` });
    const first = (await workos.get(`${ofUser}?limit=2&organization_id=${organization.id}`)).body;
    const second = (await workos.get(`${ofUser}?limit=2&after=${first.list_metadata.after}`)).body;
    expect([...first.data, ...second.data].map(({ name }) => name)).toEqual(["2", "1", "0"]);
    const other = await workos.organization();
    expect((await workos.get(`${ofUser}?organization_id=${other.id}`)).body.data).toEqual([]);
  });

  test.each([
    [{ name: "" }, 422],
    [{ organization_id: undefined }, 422],
    [{ organization_id: "org_x" }, 404],
    [{ permissions: ["nope"] }, 400],
    [{ expires_at: "2026-03-01T09:00:00Z" }, 400],
  ])("%j is refused with %s", async (body, status) => {
    expect((await make(body)).status).toBe(status);
    expect((await workos.get(ofUser)).body.data).toEqual([]);
  });

  test("only an active member has keys, and they end with the membership", async () => {
    const { value } = (await make()).body;
    await workos.put(`/user_management/organization_memberships/${membership.id}/deactivate`);
    const refused = await make();
    expect([refused.status, refused.body.errors[0].field]).toEqual([400, "organization_id"]);
    await workos.delete(`/user_management/organization_memberships/${membership.id}`);
    expect(await validated(value)).toBeNull();
    expect((await workos.get(ofUser)).body.data).toEqual([]);
    expect((await workos.get("/user_management/users/user_x/api_keys")).status).toBe(404);
  });

  test("the SDK creates and lists them", async () => {
    const { userManagement } = workos.sdk;
    const created = await userManagement.createUserApiKey(user.id, { organizationId: organization.id, name: "Laptop" });
    expect(created.value).toMatch(/^sk_/);
    expect((await userManagement.listUserApiKeys(user.id)).data).toHaveLength(1);
  });
});

test("the SDK creates, lists, validates and deletes", async () => {
  const { apiKeys } = workos.sdk;
  const created = await apiKeys.createOrganizationApiKey({
    organizationId: organization.id,
    name: "Export",
    permissions: ["docs:read"],
  });
  expect(created).toMatchObject({ name: "Export", value: expect.stringMatching(/^sk_/), permissions: ["docs:read"] });
  const listed = await apiKeys.listOrganizationApiKeys({ organizationId: organization.id });
  expect(listed.data.map(({ id }) => id)).toEqual([created.id]);
  expect((await apiKeys.createValidation({ value: created.value })).apiKey?.id).toBe(created.id);
  await apiKeys.deleteApiKey(created.id);
  expect((await apiKeys.createValidation({ value: created.value })).apiKey).toBeNull();
});
