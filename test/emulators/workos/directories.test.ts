import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const dana = () => workos.emulator.as("dana@ourcompany.example");

let organization: { id: string };
let directory: { id: string };
beforeEach(async () => {
  organization = await workos.organization();
  directory = await link();
});

const link = (body: object = {}) =>
  dana().post("/_emulator/directories", { organization_id: organization.id, domain: "acme.com", ...body });
const person = (body: object = {}) => dana().post(`/_emulator/directories/${directory.id}/users`, body);
const team = (name: string) => dana().post(`/_emulator/directories/${directory.id}/groups`, { name });
const join = (group: { id: string }, user: { id: string }) =>
  dana().post(`/_emulator/directory_groups/${group.id}/users`, { user_id: user.id });
const ids = async (path: string) => (await workos.get(path)).body.data.map(({ id }: { id: string }) => id);

describe("directories", () => {
  test("a directory shows how many it holds; the API cannot make one", async () => {
    await person({ email: "ann@acme.com" });
    await person({ state: "inactive" });
    await team("Admins");
    expect((await workos.get(`/directories/${directory.id}`)).body).toEqual({
      object: "directory",
      id: expect.stringMatching(/^directory_/),
      organization_id: organization.id,
      external_key: expect.any(String),
      type: "generic scim v2.0",
      state: "linked",
      name: "Acme",
      domain: "acme.com",
      metadata: { users: { active: 1, inactive: 1 }, groups: 1 },
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    });
    expect((await workos.post("/directories", {})).status).toBe(404);
  });

  test("organization, domain and text narrow the list, which is paged", async () => {
    const other = await workos.organization({ name: "Other" });
    const second = await link({ organization_id: other.id, domain: "other.com", name: "Okta" });
    expect(await ids(`/directories?organization_id=${organization.id}`)).toEqual([directory.id]);
    expect(await ids("/directories?domain=other.com")).toEqual([second.id]);
    expect(await ids("/directories?search=okt")).toEqual([second.id]);
    const first = (await workos.get("/directories?limit=1")).body;
    expect(await ids(`/directories?limit=1&after=${first.list_metadata.after}`)).toEqual([directory.id]);
  });

  test("one of Google's is asked to sync, once in five minutes and not while it does", async () => {
    const google = await link({ type: "gsuite directory" });
    const other = await link({ type: "gsuite directory", state: "validating" });
    const before = (await workos.get(`/directories/${google.id}`)).body;
    const sync = (id = google.id) => workos.post(`/directories/${id}/sync`);
    expect(await sync()).toMatchObject({ status: 200, body: { status: "queued" } });
    expect((await sync()).status).toBe(409);
    expect((await sync(other.id)).status).toBe(200);
    workos.emulator.clock.advance(60_000);
    const { status, headers, body } = await sync();
    expect([status, headers.get("retry-after")]).toEqual([429, "240"]);
    expect(body).toMatchObject({ code: "directory_sync_rate_limited", retry_after_seconds: 240 });
    workos.emulator.clock.advance(240_000);
    expect((await sync()).status).toBe(200);
    expect((await workos.get(`/directories/${google.id}`)).body).toEqual(before);
  });

  test.each([{}, { type: "gsuite directory", state: "unlinked" }])("%j cannot be synced", async (body) => {
    expect((await workos.post(`/directories/${(await link(body)).id}/sync`)).status).toBe(422);
    expect((await workos.post("/directories/directory_x/sync")).status).toBe(404);
  });

  test("deleting takes users and groups along, and one event tells", async () => {
    const user = await person();
    const group = await team("Admins");
    await join(group, user);
    expect(await workos.delete(`/directories/${directory.id}`)).toMatchObject({ status: 200, body: undefined });
    for (const path of [`directories/${directory.id}`, `directory_users/${user.id}`, `directory_groups/${group.id}`])
      expect((await workos.get(`/${path}`)).status).toBe(404);
    expect((await workos.delete(`/directories/${directory.id}`)).status).toBe(404);
    expect(await workos.lastEvent()).toMatchObject({
      event: "dsync.deleted",
      data: { id: directory.id, state: "active" },
    });
  });

  test("a deletion that was only accepted is seen to end", async () => {
    workos.emulator.switches.set({ directoryDeletionMs: 1000 });
    expect(await workos.delete(`/directories/${directory.id}`)).toMatchObject({ status: 202 });
    const deleting = (await workos.get(`/directories/${directory.id}`)).body;
    expect(deleting.state).toBe("deleting");
    workos.emulator.clock.advance(500);
    expect((await workos.delete(`/directories/${directory.id}`)).status).toBe(202);
    expect((await workos.get(`/directories/${directory.id}`)).body).toEqual(deleting);
    workos.emulator.clock.advance(500);
    expect((await workos.get(`/directories/${directory.id}`)).status).toBe(404);
    expect((await workos.eventTypes()).filter((type) => type === "dsync.deleted")).toHaveLength(1);
  });

  test("being linked is told each time", async () => {
    for (const state of ["invalid_credentials", "linked", "linked"])
      await dana().patch(`/_emulator/directories/${directory.id}`, { state });
    expect((await workos.eventTypes()).filter((type) => type === "dsync.activated")).toHaveLength(2);
  });

  test("they go with their organization", async () => {
    const user = await person();
    await workos.delete(`/organizations/${organization.id}`);
    expect((await workos.get(`/directories/${directory.id}`)).status).toBe(404);
    expect((await workos.get(`/directory_users/${user.id}`)).status).toBe(404);
  });
});

describe("users and groups", () => {
  test("users are found by directory, group, id at the provider, and e-mail address", async () => {
    const ann = await person({ email: "Ann@acme.com", first_name: "Ann", last_name: "Lee", idp_id: "1" });
    const bob = await person({ idp_id: "2" });
    const admins = await team("Admins");
    await join(admins, ann);
    const query = `/directory_users?directory=${directory.id}`;
    expect(await ids(query)).toEqual([bob.id, ann.id]);
    expect(await ids(`/directory_users?group=${admins.id}`)).toEqual([ann.id]);
    expect(await ids(`${query}&idp_id=2`)).toEqual([bob.id]);
    expect(await ids(`${query}&email=ann@ACME.com`)).toEqual([ann.id]);
    expect((await workos.get(`/directory_users/${ann.id}`)).body).toMatchObject({
      object: "directory_user",
      directory_id: directory.id,
      organization_id: organization.id,
      name: "Ann Lee",
      state: "active",
      groups: [{ id: admins.id, name: "Admins" }],
    });
    const first = (await workos.get(`${query}&limit=1`)).body;
    expect(await ids(`${query}&limit=1&after=${first.list_metadata.after}`)).toEqual([ann.id]);
  });

  test("groups are found by directory and by user", async () => {
    const ann = await person();
    const [admins, everyone] = [await team("Admins"), await team("Everyone")];
    await join(everyone, ann);
    expect(await ids(`/directory_groups?directory=${directory.id}`)).toEqual([everyone.id, admins.id]);
    expect(await ids(`/directory_groups?user=${ann.id}`)).toEqual([everyone.id]);
    expect((await workos.get(`/directory_groups/${admins.id}`)).body).toMatchObject({ name: "Admins" });
    const first = (await workos.get(`/directory_groups?directory=${directory.id}&limit=1`)).body;
    const rest = await ids(`/directory_groups?directory=${directory.id}&after=${first.list_metadata.after}`);
    expect(rest).toEqual([admins.id]);
  });

  test.each([
    ["/directory_users", 422],
    ["/directory_users?email=ann@acme.com", 422],
    ["/directory_users?directory=directory_x", 404],
    ["/directory_users/directory_user_x", 404],
    ["/directory_groups", 422],
    ["/directory_groups?user=directory_user_x", 404],
    ["/directory_groups/directory_group_x", 404],
  ])("%s is refused with %s", async (path, status) => {
    expect((await workos.get(path)).status).toBe(status);
  });

  test("every change at the identity provider is an event", async () => {
    const before = (await workos.eventTypes()).length;
    const ann = await person({ email: "ann@acme.com" });
    const admins = await team("Admins");
    await join(admins, ann);
    await join(admins, ann);
    await dana().patch(`/_emulator/directory_users/${ann.id}`, { state: "suspended" });
    expect(await workos.lastEvent()).toMatchObject({
      data: { state: "suspended", previous_attributes: { state: "active" } },
      context: { actor: { source: "system" } },
    });
    await dana().patch(`/_emulator/directory_groups/${admins.id}`, { name: "Chiefs" });
    await dana().delete(`/_emulator/directory_groups/${admins.id}`);
    await dana().delete(`/_emulator/directory_users/${ann.id}`);
    expect((await workos.eventTypes()).slice(before)).toEqual([
      "dsync.user.created",
      "dsync.group.created",
      "dsync.group.user_added",
      "dsync.user.updated",
      "dsync.group.updated",
      "dsync.group.user_removed",
      "dsync.group.deleted",
      "dsync.user.deleted",
    ]);
  });
});

test("its tokens are made and revoked in the dashboard, with an event each", async () => {
  const dana = workos.emulator.as("dana@ourcompany.example");
  const token = await dana.post(`/_emulator/directories/${directory.id}/tokens`, {});
  expect(await workos.lastEvent()).toMatchObject({ event: "dsync.token.created", data: token });
  await dana.delete(`/_emulator/directories/${directory.id}/tokens/${token.id}`);
  expect(await workos.lastEvent()).toMatchObject({ event: "dsync.token.revoked", data: { id: token.id } });
  expect((await workos.get(`/directories/${directory.id}`)).body).not.toHaveProperty("tokens");
});

test("the SDK lists, gets and deletes", async () => {
  const { directorySync } = workos.sdk;
  const ann = await person({ email: "ann@acme.com" });
  const admins = await team("Admins");
  await join(admins, ann);
  expect((await directorySync.listDirectories({ organizationId: organization.id })).data).toHaveLength(1);
  expect((await directorySync.getDirectory(directory.id)).state).toBe("active");
  expect((await directorySync.listUsers({ directory: directory.id })).data[0]?.email).toBe("ann@acme.com");
  expect((await directorySync.listGroups({ user: ann.id })).data[0]?.name).toBe("Admins");
  expect((await directorySync.getUser(ann.id)).groups).toHaveLength(1);
  expect((await directorySync.getGroup(admins.id)).name).toBe("Admins");
  await directorySync.deleteDirectory(directory.id);
  expect((await directorySync.listDirectories({ organizationId: organization.id })).data).toEqual([]);
});
