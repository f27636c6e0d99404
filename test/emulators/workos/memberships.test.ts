import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const USERS = "/user_management/users";
const MEMBERSHIPS = "/user_management/organization_memberships";
const BCRYPT = `$2b$10$${"a".repeat(53)}`;

describe("users", () => {
  test("an address is unique whatever its case, and the name is made of its parts", async () => {
    const { status, body } = await workos.post(USERS, { email: "Ann@acme.com", first_name: "Ann", last_name: "Lee" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^user_/),
      email: "Ann@acme.com",
      name: "Ann Lee",
      metadata: {},
    });
    const clash = await workos.post(USERS, { email: "ann@ACME.com" });
    expect(clash.status).toBe(400);
    expect(clash.body).toMatchObject({ code: "user_creation_error", errors: [{ code: "email_not_available" }] });
  });

  test.each<[string, object, number, string]>([
    ["no address", {}, 422, "invalid_request_parameters"],
    ["a broken address", { email: "ann" }, 422, "invalid_request_parameters"],
    ["a short password", { password: "short" }, 400, "password_strength_error"],
    [
      "a password and a hash",
      { password: "long enough 1", password_hash: "h", password_hash_type: "bcrypt" },
      400,
      "password_and_password_hash_provided",
    ],
    [
      "a password and a hash type",
      { password: "long enough 1", password_hash_type: "bcrypt" },
      400,
      "password_and_password_hash_type_provided",
    ],
    [
      "a salt position alone",
      { password_salt_position: "prefix" },
      400,
      "password_salt_position_requires_password_hash",
    ],
    ["a hash without its type", { password_hash: "h" }, 400, "invalid_password_hash"],
    [
      "what is no hash of its type",
      { password_hash: "long enough 1", password_hash_type: "bcrypt" },
      400,
      "invalid_password_hash",
    ],
    [
      "a salt position for a type that has none",
      { password_hash: BCRYPT, password_hash_type: "bcrypt", password_salt_position: "prefix" },
      422,
      "invalid_request_parameters",
    ],
    ["a number in metadata", { metadata: { n: 1 } }, 400, "invalid_metadata"],
  ])("%s is refused, and nobody is made", async (problem, body, status, code) => {
    const answer = await workos.post(USERS, problem === "no address" ? body : { email: "ann@acme.com", ...body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await workos.get(`${USERS}?email=ann@acme.com`)).body.data).toEqual([]);
    expect(await workos.eventTypes()).toEqual([]);
  });

  test.each([
    { password_hash: BCRYPT, password_hash_type: "bcrypt" },
    { password_hash: "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", password_hash_type: "argon2" },
    { password_hash: "c2FsdGhhc2g=", password_hash_type: "ssha256", password_salt_position: "prefix" },
  ])("$password_hash_type is taken, and never answered", async (password) => {
    const { status, body } = await workos.post(USERS, { email: "ann@acme.com", ...password });
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toContain(password.password_hash);
  });

  test("an update is partial, and null clears external id and locale", async () => {
    const { id } = (await workos.post(USERS, { email: "ann@acme.com", external_id: "ann", metadata: { a: "1" } })).body;
    const put = async (body: object) => (await workos.put(`${USERS}/${id}`, body)).body;
    expect(await put({ locale: "de-DE", metadata: { b: "2" } })).toMatchObject({
      locale: "de-DE",
      external_id: "ann",
      metadata: { a: "1", b: "2" },
    });
    expect((await workos.get(`${USERS}/external_id/ann`)).body.id).toBe(id);
    expect(await put({ locale: null, external_id: null })).toMatchObject({ locale: null, external_id: null });
    expect((await workos.get(`${USERS}/external_id/ann`)).status).toBe(404);
    expect((await put({ locale: "no such" })).code).toBe("invalid_locale");
    expect((await workos.put(`${USERS}/user_unknown`, {})).status).toBe(404);
  });

  test("an update cannot take another user's address or external id", async () => {
    await workos.post(USERS, { email: "ann@acme.com", external_id: "ann" });
    const { id } = (await workos.post(USERS, { email: "bob@acme.com" })).body;
    expect((await workos.put(`${USERS}/${id}`, { email: "ANN@acme.com" })).body.code).toBe("email_not_available");
    expect((await workos.put(`${USERS}/${id}`, { external_id: "ann" })).body.code).toBe("external_id_already_used");
    expect((await workos.put(`${USERS}/${id}`, { email: "Bob@acme.com" })).status).toBe(200);
  });

  test("lists are filtered by address and by organization", async () => {
    const { id } = await workos.organization();
    const ann = (await workos.post(USERS, { email: "ann@acme.com" })).body;
    await workos.post(USERS, { email: "bob@acme.com" });
    await workos.post(MEMBERSHIPS, { user_id: ann.id, organization_id: id });
    const emails = async (query: string) =>
      (await workos.get(`${USERS}?${query}`)).body.data.map((user: { email: string }) => user.email);
    expect(await emails("email=BOB@acme.com")).toEqual(["bob@acme.com"]);
    expect(await emails(`organization_id=${id}`)).toEqual(["ann@acme.com"]);
    expect(await emails(`organization=${id}`)).toEqual(["ann@acme.com"]);
  });

  test("memberships go with their user", async () => {
    const { id } = await workos.organization();
    const user = (await workos.post(USERS, { email: "ann@acme.com" })).body;
    const membership = (await workos.post(MEMBERSHIPS, { user_id: user.id, organization_id: id })).body;
    expect(await workos.delete(`${USERS}/${user.id}`)).toMatchObject({ status: 200, body: undefined });
    expect((await workos.get(`${MEMBERSHIPS}/${membership.id}`)).status).toBe(404);
    expect((await workos.delete(`${USERS}/${user.id}`)).status).toBe(404);
  });
});

describe("memberships", () => {
  let organization: { id: string };
  let user: { id: string };
  const join = (body: object = {}) =>
    workos.post(MEMBERSHIPS, { user_id: user.id, organization_id: organization.id, ...body });

  beforeEach(async () => {
    organization = await workos.organization();
    user = (await workos.post(USERS, { email: "ann@acme.com" })).body;
    await workos.post("/authorization/roles", { slug: "admin", name: "Admin" });
  });

  test("without a role, it is member; answers carry the role twice, the organization's name and the user", async () => {
    const { status, body } = await join();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^om_/),
      status: "active",
      role: { slug: "member" },
      roles: [{ slug: "member" }],
      organization_name: "Acme",
      directory_managed: false,
      user: { id: user.id },
    });
    expect((await workos.get(`${MEMBERSHIPS}/${body.id}`)).body).toEqual(body);
  });

  test.each<[string, object, number, string | undefined]>([
    ["an unknown role", { role_slug: "boss" }, 422, "invalid_role"],
    ["two roles", { role_slugs: ["member", "admin"] }, 422, "multiple_roles_not_enabled"],
    ["both ways to name roles", { role_slug: "member", role_slugs: ["member"] }, 422, "invalid_request_parameters"],
    ["an unknown user", { user_id: "user_unknown" }, 404, undefined],
    ["an unknown organization", { organization_id: "org_unknown" }, 404, undefined],
  ])("%s is refused", async (_, body, status, code) => {
    const answer = await join(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test("a role for a type of resource is refused by its name, here and in an invitation", async () => {
    await workos.post("/authorization/roles", { slug: "editor", name: "Editor", resource_type_slug: "project" });
    const refused = { status: 422, body: { code: "sub_resource_scoped_role_not_allowed", role_slug: "editor" } };
    expect(await join({ role_slug: "editor" })).toMatchObject(refused);
    const { id } = (await join()).body;
    expect(await workos.put(`${MEMBERSHIPS}/${id}`, { role_slugs: ["editor"] })).toMatchObject(refused);
    const invited = { email: "bob@acme.com", organization_id: organization.id, role_slug: "editor" };
    expect((await workos.post("/user_management/invitations", invited)).body.code).toBe("invalid_role");
    expect((await workos.get(`${MEMBERSHIPS}/${id}`)).body.role).toEqual({ slug: "member" });
  });

  test("several roles are fine where they are enabled", async () => {
    workos.emulator.switches.set({ multipleRoles: true });
    expect((await join({ role_slugs: ["admin", "member"] })).body).toMatchObject({
      role: { slug: "admin" },
      roles: [{ slug: "admin" }, { slug: "member" }],
    });
  });

  test("the role changes in place, and the event tells the one before", async () => {
    const { id } = (await join()).body;
    const { body } = await workos.put(`${MEMBERSHIPS}/${id}`, { role_slug: "admin" });
    expect(body.role).toEqual({ slug: "admin" });
    expect(await workos.lastEvent()).toMatchObject({
      event: "organization_membership.updated",
      data: { id, role: { slug: "admin" } },
      context: { previous_attributes: { role: { slug: "member" } } },
    });
  });

  test("deactivating and reactivating twice does nothing the second time", async () => {
    const { id } = (await join({ role_slug: "admin" })).body;
    const put = async (action: string) => (await workos.put(`${MEMBERSHIPS}/${id}/${action}`)).body;
    expect((await put("deactivate")).status).toBe("inactive");
    expect((await put("deactivate")).status).toBe("inactive");
    expect(await put("reactivate")).toMatchObject({ status: "active", role: { slug: "admin" } });
    await put("reactivate");
    expect((await workos.eventTypes()).filter((type) => type === "organization_membership.updated")).toHaveLength(2);
  });

  test("joining again reactivates an inactive membership under its id, and is refused while it is active", async () => {
    const { id } = (await join()).body;
    expect((await join()).body.code).toBe("organization_membership_already_exists");
    await workos.put(`${MEMBERSHIPS}/${id}/deactivate`);
    expect(await join({ role_slug: "admin" })).toMatchObject({
      status: 201,
      body: { id, status: "active", role: { slug: "admin" } },
    });
  });

  test("a list needs a user or an organization, and shows active ones unless told otherwise", async () => {
    const { id } = (await join()).body;
    await workos.put(`${MEMBERSHIPS}/${id}/deactivate`);
    const listed = async (query: string) => (await workos.get(`${MEMBERSHIPS}?${query}`)).body.data.length;
    expect((await workos.get(MEMBERSHIPS)).body.code).toBe("missing_user_id_or_organization_id");
    expect(await listed(`organization_id=${organization.id}`)).toBe(0);
    expect(await listed(`organization_id=${organization.id}&statuses=active,inactive`)).toBe(1);
    expect(await listed(`user_id=${user.id}&statuses=inactive`)).toBe(1);
    expect(await listed(`user_id=${user.id}&organization_id=org_other&statuses=inactive`)).toBe(0);
    expect((await workos.get(`${MEMBERSHIPS}?user_id=x&statuses=gone`)).status).toBe(400);
  });
});
