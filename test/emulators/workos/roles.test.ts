import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

beforeEach(async () => {
  for (const slug of ["docs:read", "docs:write", "bills:read"])
    await workos.post("/authorization/permissions", { slug, name: slug });
});

describe("permissions", () => {
  test("a permission reads back by its slug, escaped or not, and its slug is taken then", async () => {
    const { body } = await workos.get("/authorization/permissions/docs:read");
    expect(body).toEqual({
      object: "permission",
      id: expect.stringMatching(/^perm_/),
      slug: "docs:read",
      name: "docs:read",
      description: null,
      system: false,
      resource_type_slug: "organization",
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    });
    expect((await workos.get("/authorization/permissions/docs%3Aread")).body).toEqual(body);
    const clash = await workos.post("/authorization/permissions", { slug: "docs:read", name: "Again" });
    expect([clash.status, clash.body.code]).toEqual([409, "permission_slug_conflict"]);
  });

  test("name and description change, and null clears the description", async () => {
    const patch = async (body: object) => (await workos.patch("/authorization/permissions/docs:read", body)).body;
    expect(await patch({ name: "Read", description: "Reads" })).toMatchObject({ name: "Read", description: "Reads" });
    expect(await patch({ description: null })).toMatchObject({ name: "Read", description: null });
    expect(await workos.lastEvent()).toMatchObject({
      event: "permission.updated",
      context: { previous_attributes: { description: "Reads" } },
    });
  });

  test.each([
    { slug: "Docs", name: "x" },
    { slug: "docs read", name: "x" },
    { slug: "x".repeat(49), name: "x" },
    { slug: "docs", name: "x".repeat(49) },
    { slug: "docs", name: "x", description: "x".repeat(151) },
    { slug: "docs" },
    { name: "x" },
  ])("%j is refused with 422", async (body) => {
    expect((await workos.post("/authorization/permissions", body)).status).toBe(422);
  });

  test("the list is paged, newest first", async () => {
    const first = (await workos.get("/authorization/permissions?limit=2")).body;
    expect(first.data.map(({ slug }: { slug: string }) => slug)).toEqual(["bills:read", "docs:write"]);
    const { body } = await workos.get(`/authorization/permissions?limit=2&after=${first.list_metadata.after}`);
    expect(body.data[0].slug).toBe("docs:read");
  });

  test("a deleted permission is gone from the roles that held it", async () => {
    await workos.put("/authorization/roles/member/permissions", { permissions: ["docs:read", "docs:write"] });
    expect(await workos.delete("/authorization/permissions/docs:read")).toMatchObject({ status: 204, body: undefined });
    expect((await workos.get("/authorization/roles/member")).body.permissions).toEqual(["docs:write"]);
    expect((await workos.delete("/authorization/permissions/docs:read")).status).toBe(404);
  });
});

describe("environment roles", () => {
  test("a new environment has the role member; a new role comes after it and starts without permissions", async () => {
    const { status, body } = await workos.post("/authorization/roles", { slug: "admin", name: "Admin" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ object: "role", type: "EnvironmentRole", permissions: [], description: null });
    const list = (await workos.get("/authorization/roles")).body;
    expect(list.data.map(({ slug }: { slug: string }) => slug)).toEqual(["member", "admin"]);
    expect(list.list_metadata).toBeUndefined();
    const clash = await workos.post("/authorization/roles", { slug: "admin", name: "Again" });
    expect([clash.status, clash.body.code]).toEqual([409, "role_slug_conflict"]);
  });

  test.each(["Admin", "an admin", "-admin", "admin-", "an--admin", "an__admin", "an:admin", "a".repeat(49)])(
    "%s is no slug",
    async (slug) => {
      expect((await workos.post("/authorization/roles", { slug, name: "Admin" })).status).toBe(422);
    },
  );

  test("PUT replaces the permissions, POST adds one and does nothing the second time", async () => {
    const put = await workos.put("/authorization/roles/member/permissions", {
      permissions: ["docs:read", "docs:write"],
    });
    expect(put.body.permissions).toEqual(["docs:read", "docs:write"]);
    const add = () => workos.post("/authorization/roles/member/permissions", { slug: "bills:read" });
    expect(await add()).toMatchObject({
      status: 200,
      body: { permissions: ["docs:read", "docs:write", "bills:read"] },
    });
    const before = (await workos.eventTypes()).length;
    await add();
    expect((await workos.eventTypes()).length).toBe(before);
    expect((await workos.put("/authorization/roles/member/permissions", { permissions: [] })).body.permissions).toEqual(
      [],
    );
  });

  test("events of a role carry its permissions, and neither id nor name", async () => {
    await workos.put("/authorization/roles/member/permissions", { permissions: ["docs:read"] });
    const event = await workos.lastEvent();
    expect(event).toMatchObject({
      event: "role.updated",
      data: { object: "role", slug: "member", permissions: ["docs:read"] },
      context: { previous_attributes: { permissions: [] } },
    });
    expect(event.data).not.toHaveProperty("id");
    expect(event.data).not.toHaveProperty("name");
  });

  test("there is no way to delete one, nor to take a single permission away", async () => {
    expect((await workos.delete("/authorization/roles/member")).status).toBe(404);
    expect((await workos.delete("/authorization/roles/member/permissions/docs:read")).status).toBe(404);
  });

  test("an unknown permission is refused and changes nothing", async () => {
    const answer = await workos.put("/authorization/roles/member/permissions", { permissions: ["docs:read", "nope"] });
    expect(answer.status).toBe(422);
    expect((await workos.get("/authorization/roles/member")).body.permissions).toEqual([]);
  });
});

describe("organization roles", () => {
  const made = async (body: object = {}) => {
    const { id } = await workos.organization();
    const path = `/authorization/organizations/${id}/roles`;
    await workos.post(path, { slug: "org-admin", name: "Admin", ...body });
    return { id, path };
  };

  test("the list shows the environment's roles first, and another organization's never", async () => {
    await made();
    const { path } = await made();
    const { body } = await workos.get(path);
    expect(body.data.map(({ slug, type }: { slug: string; type: string }) => [slug, type])).toEqual([
      ["member", "EnvironmentRole"],
      ["org-admin", "OrganizationRole"],
    ]);
  });

  test("a slug is taken in its own organization only, and must begin with org-", async () => {
    const { path } = await made();
    const clash = await workos.post(path, { slug: "org-admin", name: "Again" });
    expect([clash.status, clash.body.code]).toEqual([409, "organization_role_slug_conflict"]);
    for (const slug of ["admin", "org-", "org--admin", "org-admin-", "org-Admin"])
      expect((await workos.post(path, { slug, name: "Admin" })).status).toBe(422);
    expect((await workos.post("/authorization/organizations/org_unknown/roles", { name: "Admin" })).status).toBe(404);
  });

  test("without a slug, one is made of the name", async () => {
    const { path } = await made();
    const { body } = await workos.post(path, { name: "Billing & Admins!" });
    expect(body.slug).toMatch(/^org-billing-admins-[a-z0-9]{6}$/);
    expect((await workos.post(path, { name: "ÄÖÜ" })).body.slug).toMatch(/^org-[a-z0-9]{6}$/);
  });

  test("GET finds environment roles too; they cannot be changed from here", async () => {
    const { path } = await made();
    expect((await workos.get(`${path}/member`)).body.type).toBe("EnvironmentRole");
    expect((await workos.patch(`${path}/member`, { name: "Mine" })).status).toBe(403);
    expect((await workos.delete(`${path}/member`)).status).toBe(403);
    expect((await workos.get(`${path}/org-unknown`)).status).toBe(404);
  });

  test("PATCH, PUT, POST and DELETE change what they say, each with its event", async () => {
    const { id, path } = await made();
    expect((await workos.patch(`${path}/org-admin`, { description: "All of it" })).body.description).toBe("All of it");
    await workos.put(`${path}/org-admin/permissions`, { permissions: ["docs:read", "docs:read"] });
    await workos.post(`${path}/org-admin/permissions`, { slug: "docs:write" });
    const removed = await workos.delete(`${path}/org-admin/permissions/docs%3Aread`);
    expect([removed.status, removed.body.permissions]).toEqual([200, ["docs:write"]]);
    expect((await workos.delete(`${path}/org-admin/permissions/docs:read`)).status).toBe(404);
    expect(await workos.lastEvent()).toMatchObject({
      event: "organization_role.updated",
      data: {
        object: "organization_role",
        organization_id: id,
        slug: "org-admin",
        name: "Admin",
        permissions: ["docs:write"],
      },
      context: { previous_attributes: { permissions: ["docs:read", "docs:write"] } },
    });
  });

  test("a role that a membership has is not deleted", async () => {
    const { id, path } = await made();
    const user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
    const membership = { user_id: user.id, organization_id: id, role_slug: "org-admin" };
    const { body } = await workos.post("/user_management/organization_memberships", membership);
    const refused = await workos.delete(`${path}/org-admin`);
    expect([refused.status, refused.body.code]).toEqual([409, "role_has_assignments"]);
    await workos.delete(`/user_management/organization_memberships/${body.id}`);
    expect((await workos.delete(`${path}/org-admin`)).status).toBe(204);
    expect((await workos.get(`${path}/org-admin`)).status).toBe(404);
  });
});
