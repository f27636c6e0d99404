import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const dana = () => workos.emulator.as("dana@ourcompany.example");
const LAST_YEAR = "2025-02-03T04:05:06.000Z";

test("a user has signed in, without an event, and has a picture, with one", async () => {
  const { body: user } = await workos.post("/user_management/users", { email: "ann@acme.com" });
  expect([user.last_sign_in_at, user.profile_picture_url]).toEqual([null, null]);
  const path = `/_emulator/users/${user.id}`;
  await dana().patch(path, { last_sign_in_at: "2025-02-03T06:05:06+02:00" });
  const read = async () => (await workos.get(`/user_management/users/${user.id}`)).body;
  expect(await read()).toEqual({ ...user, last_sign_in_at: LAST_YEAR });
  expect(await workos.eventTypes()).toEqual(["user.created"]);

  workos.emulator.clock.advance(1000);
  await dana().patch(path, { profile_picture_url: "https://acme.com/ann.png" });
  expect(await read()).toMatchObject({
    profile_picture_url: "https://acme.com/ann.png",
    last_sign_in_at: LAST_YEAR,
    updated_at: "2026-03-01T09:00:01.000Z",
  });
  expect(await workos.lastEvent()).toMatchObject({
    event: "user.updated",
    data: { profile_picture_url: "https://acme.com/ann.png" },
    context: { previous_attributes: { profile_picture_url: null } },
  });
  const { id: organization_id } = await workos.organization();
  await workos.post("/user_management/organization_memberships", { user_id: user.id, organization_id });
  await dana().post(`${path}/sessions`, { organization_id });
  expect((await read()).last_sign_in_at).toBe("2026-03-01T09:00:01.000Z");
  await dana().patch(path, { last_sign_in_at: null, profile_picture_url: null });
  expect(await read()).toMatchObject({ last_sign_in_at: null, profile_picture_url: null });
});

test("keys and client secrets were used, and others were not", async () => {
  const organization = await workos.organization();
  const make = async (name: string) =>
    (await workos.post(`/organizations/${organization.id}/api_keys`, { name })).body.id;
  const [used] = [await make("used"), await make("unused")];
  await dana().patch(`/_emulator/api_keys/${used}`, { last_used_at: LAST_YEAR });
  const keys = (await workos.get(`/organizations/${organization.id}/api_keys?order=asc`)).body.data;
  expect(keys.map((key: { last_used_at: string }) => key.last_used_at)).toEqual([LAST_YEAR, null]);

  const fields = { name: "App", application_type: "m2m", organization_id: organization.id };
  const secrets = `/connect/applications/${(await workos.post("/connect/applications", fields)).body.id}/client_secrets`;
  const { id } = (await workos.post(secrets, {})).body;
  await workos.post(secrets, {});
  await dana().patch(`/_emulator/client_secrets/${id}`, { last_used_at: LAST_YEAR });
  const held = (await workos.get(secrets)).body;
  expect(held.map((secret: { last_used_at: string }) => secret.last_used_at)).toEqual([LAST_YEAR, null]);
});

test("a directory's people have roles if its mapping gives them any; an update tells the former ones", async () => {
  const organization = await workos.organization();
  await workos.post("/authorization/roles", { slug: "admin", name: "Admin" });
  const { id } = await dana().post("/_emulator/directories", { organization_id: organization.id });
  const made = await dana().post(`/_emulator/directories/${id}/users`, { email: "ann@acme.com", role: "member" });
  const plain = await dana().post(`/_emulator/directories/${id}/users`, { email: "bob@acme.com" });
  const read = async (user: { id: string }) => (await workos.get(`/directory_users/${user.id}`)).body;
  expect(await read(made)).toMatchObject({ role: { slug: "member" }, roles: [{ slug: "member" }] });
  expect(Object.keys(await read(plain))).not.toContain("roles");

  await dana().patch(`/_emulator/directory_users/${made.id}`, { roles: ["admin", "member"] });
  expect(await read(made)).toMatchObject({ role: { slug: "admin" }, roles: [{ slug: "admin" }, { slug: "member" }] });
  expect((await workos.lastEvent()).data).toMatchObject({
    id: made.id,
    role: { slug: "admin" },
    previous_attributes: { role: { slug: "member" }, roles: [{ slug: "member" }] },
  });
  await dana().patch(`/_emulator/directory_users/${made.id}`, { roles: [] });
  expect(Object.keys(await read(made))).not.toContain("role");
  const wrong = await dana().request("PATCH", `/_emulator/directory_users/${made.id}`, { role: "nobody" });
  expect(wrong.status).toBe(422);
});

test("a directory's groups have what the identity provider sent", async () => {
  const organization = await workos.organization();
  const { id } = await dana().post("/_emulator/directories", { organization_id: organization.id });
  const raw_attributes = { displayName: "Everyone", members: [] };
  const group = await dana().post(`/_emulator/directories/${id}/groups`, { name: "Everyone", raw_attributes });
  const read = async () => (await workos.get(`/directory_groups/${group.id}`)).body;
  expect(await read()).toMatchObject({ name: "Everyone", raw_attributes });
  await dana().patch(`/_emulator/directory_groups/${group.id}`, { raw_attributes: { displayName: "All" } });
  expect((await read()).raw_attributes).toEqual({ displayName: "All" });
  expect((await workos.lastEvent()).data.previous_attributes).toEqual({ raw_attributes });
});

test.each([
  ["users", { last_sign_in_at: "yesterday" }],
  ["users", { profile_picture_url: "ann.png" }],
  ["api_keys", { last_used_at: 7 }],
])("%s refuse %j", async (kind, body) => {
  const organization = await workos.organization();
  const [path, sent] =
    kind === "users"
      ? ["/user_management/users", { email: "ann@acme.com" }]
      : [`/organizations/${organization.id}/api_keys`, { name: "Key" }];
  const { id } = (await workos.post(path, sent)).body;
  expect((await dana().request("PATCH", `/_emulator/${kind}/${id}`, body)).status).toBe(422);
});

test("a seed sets all of it", async () => {
  await workos.emulator.seed({
    users: [{ email: "ann@acme.com", last_sign_in_at: LAST_YEAR, profile_picture_url: "https://acme.com/ann.png" }],
    organizations: [
      {
        name: "Acme",
        members: [{ email: "ann@acme.com" }],
        api_keys: [{ name: "Export", last_used_at: LAST_YEAR }, { name: "Unused" }],
        directories: [
          {
            groups: [{ name: "Everyone", raw_attributes: { size: 1 } }],
            users: [{ email: "ann@acme.com", role: "member", groups: ["Everyone"] }],
          },
        ],
      },
    ],
  });
  const [user] = (await workos.get("/user_management/users?email=ann@acme.com")).body.data;
  expect([user.last_sign_in_at, user.profile_picture_url]).toEqual([LAST_YEAR, "https://acme.com/ann.png"]);
  const [{ id }] = (await workos.get("/organizations?search=Acme")).body.data;
  const keys = (await workos.get(`/organizations/${id}/api_keys?order=asc`)).body.data;
  expect(keys.map((key: { last_used_at: string }) => key.last_used_at)).toEqual([LAST_YEAR, null]);
  const [directory] = (await workos.get(`/directories?organization_id=${id}`)).body.data;
  const [person] = (await workos.get(`/directory_users?directory=${directory.id}`)).body.data;
  expect(person).toMatchObject({ roles: [{ slug: "member" }], groups: [{ raw_attributes: { size: 1 } }] });
});
