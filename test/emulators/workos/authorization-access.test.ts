import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

/** An organization with a workspace and a project in it; roles for both; a member who is a viewer of the workspace. */
let organization: { id: string };
let workspace: { id: string };
let project: { id: string };
let member: { id: string };
let path: string;
beforeEach(async () => {
  organization = await workos.organization();
  for (const slug of ["see", "edit"]) await workos.post("/authorization/permissions", { slug, name: slug });
  for (const [slug, resource_type_slug, permissions] of [
    ["viewer", "workspace", ["see"]],
    ["editor", "project", ["edit"]],
  ]) {
    await workos.post("/authorization/roles", { slug, name: slug, resource_type_slug });
    await workos.put(`/authorization/roles/${slug}/permissions`, { permissions });
  }
  workspace = await resource("workspace", "w1");
  project = await resource("project", "p1", { parent_resource_id: workspace.id });
  await resource("project", "p2");
  member = await join("ann@acme.com");
  path = `/authorization/organization_memberships/${member.id}`;
  await workos.post(`${path}/role_assignments`, { role_slug: "viewer", resource_id: workspace.id });
});

const resource = async (resource_type_slug: string, external_id: string, body: object = {}) => {
  const fields = { resource_type_slug, external_id, name: external_id, organization_id: organization.id };
  return (await workos.post("/authorization/resources", { ...fields, ...body })).body;
};
const join = async (email: string) => {
  const user_id = (await workos.post("/user_management/users", { email })).body.id;
  const membership = { user_id, organization_id: organization.id };
  return (await workos.post("/user_management/organization_memberships", membership)).body;
};
const may = async (permission_slug: string, external_id: string, resource_type_slug = "project") => {
  const body = { permission_slug, resource_external_id: external_id, resource_type_slug };
  return (await workos.post(`${path}/check`, body)).body.authorized;
};
const ids = async (list: string) => (await workos.get(list)).body.data.map(({ id }: { id: string }) => id);

test("a role on a resource holds for what lies in it, and for nothing beside it", async () => {
  expect([await may("see", "w1", "workspace"), await may("see", "p1"), await may("see", "p2")]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await may("edit", "p1")).toBe(false);
  await workos.put("/authorization/roles/member/permissions", { permissions: ["edit"] });
  expect([await may("edit", "p1"), await may("edit", "p2")]).toEqual([true, true]);
});

test("a group's role holds for its members, and none for who is not active", async () => {
  const group = (await workos.post(`/organizations/${organization.id}/groups`, { name: "G" })).body;
  await workos.post(`/organizations/${organization.id}/groups/${group.id}/organization-memberships`, {
    organization_membership_id: member.id,
  });
  const assignment = { role_slug: "editor", resource_id: project.id };
  await workos.post(`/authorization/groups/${group.id}/role_assignments`, assignment);
  expect([await may("edit", "p1"), await may("edit", "w1", "workspace")]).toEqual([true, false]);
  await workos.put(`/user_management/organization_memberships/${member.id}/deactivate`);
  expect(await may("edit", "p1")).toBe(false);
});

test.each([
  [{}, 422],
  [{ permission_slug: "see" }, 422],
  [{ permission_slug: "see", resource_external_id: "w1" }, 422],
  [{ permission_slug: "see", resource_id: "authz_resource_x" }, 404],
  [{ permission_slug: "nope", resource_external_id: "w1", resource_type_slug: "workspace" }, 404],
])("a check of %j is refused with %s", async (body, status) => {
  expect((await workos.post(`${path}/check`, body)).status).toBe(status);
});

test("permissions on a resource are listed, inherited ones as well, page by page", async () => {
  await workos.post(`${path}/role_assignments`, { role_slug: "editor", resource_id: project.id });
  for (const list of [`${path}/resources/${project.id}/permissions`, `${path}/resources/project/p1/permissions`]) {
    const slugs = (await workos.get(list)).body.data.map(({ slug }: { slug: string }) => slug);
    expect(slugs).toEqual(["edit", "see"]);
    const first = (await workos.get(`${list}?limit=1`)).body;
    const second = (await workos.get(`${list}?limit=1&after=${first.list_metadata.after}`)).body;
    expect(second.data.map(({ slug }: { slug: string }) => slug)).toEqual(["see"]);
  }
  expect(await ids(`${path}/resources/project/p2/permissions`)).toEqual([]);
  expect((await workos.get(`${path}/resources/project/p3/permissions`)).status).toBe(404);
});

test("children of a resource are listed where the member may do something", async () => {
  const list = `${path}/resources?permission_slug=see`;
  expect(await ids(`${list}&parent_resource_id=${workspace.id}`)).toEqual([project.id]);
  const byExternalId = "parent_resource_external_id=w1&parent_resource_type_slug=workspace";
  expect(await ids(`${list}&${byExternalId}`)).toEqual([project.id]);
  const inOrganization = `parent_resource_external_id=${organization.id}&parent_resource_type_slug=organization`;
  expect(await ids(`${list}&${inOrganization}`)).toEqual([workspace.id]);
  expect(await ids(`${path}/resources?permission_slug=edit&parent_resource_id=${workspace.id}`)).toEqual([]);
  for (const query of ["", "?permission_slug=see", `?parent_resource_id=${workspace.id}`]) {
    const { status, body } = await workos.get(`${path}/resources${query}`);
    expect([status, body.code]).toEqual([400, "bad_request"]);
  }
});

test("who may do something on a resource is listed, by assignments on it alone if asked", async () => {
  const other = await join("bob@acme.com");
  const assignment = { role_slug: "viewer", resource_id: workspace.id };
  await workos.post(`/authorization/organization_memberships/${other.id}/role_assignments`, assignment);
  const onProject = `/authorization/resources/${project.id}/organization_memberships?permission_slug=see`;
  expect(await ids(onProject)).toEqual([other.id, member.id]);
  expect(await ids(`${onProject}&assignment=indirect`)).toEqual([other.id, member.id]);
  expect(await ids(`${onProject}&assignment=direct`)).toEqual([]);
  const base = `/authorization/organizations/${organization.id}/resources/workspace/w1/organization_memberships`;
  expect(await ids(`${base}?permission_slug=see&assignment=direct`)).toEqual([other.id, member.id]);
  const first = (await workos.get(`${base}?permission_slug=see&limit=1`)).body;
  expect(first.data[0]).toMatchObject({ organization_name: "Acme", user: { email: "bob@acme.com" } });
  expect(first.data[0]).not.toHaveProperty("role");
  expect(await ids(`${base}?permission_slug=see&after=${first.list_metadata.after}`)).toEqual([member.id]);
  expect((await workos.get(base)).body.code).toBe("bad_request");
  expect((await workos.get(`${base}?permission_slug=see&assignment=none`)).status).toBe(400);
});

test("the SDK asks what it can", async () => {
  const { authorization } = workos.sdk;
  const organizationMembershipId = member.id;
  const ask = { organizationMembershipId, permissionSlug: "see" };
  const byExternalId = { resourceTypeSlug: "workspace", externalId: "w1" };
  expect((await authorization.check({ ...ask, resourceId: project.id })).authorized).toBe(true);
  const parentResourceId = workspace.id;
  expect((await authorization.listResourcesForMembership({ ...ask, parentResourceId })).data).toHaveLength(1);
  // Its lists of effective permissions call paths that the description doesn't know.
  const onResource = { resourceId: workspace.id, permissionSlug: "see" };
  expect((await authorization.listMembershipsForResource(onResource)).data).toHaveLength(1);
  const where = { organizationId: organization.id, ...byExternalId, permissionSlug: "see" };
  expect((await authorization.listMembershipsForResourceByExternalId(where)).data).toHaveLength(1);
  const given = await authorization.listRoleAssignmentsForResource({ resourceId: workspace.id });
  expect(given.data.map(({ role }) => role.slug)).toEqual(["viewer"]);
});
