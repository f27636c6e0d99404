import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/authorization/resources";

let organization: { id: string };
beforeEach(async () => {
  organization = await workos.organization();
});

const make = async (external_id: string, body: object = {}) => {
  const fields = { external_id, name: external_id, resource_type_slug: "workspace", organization_id: organization.id };
  return (await workos.post(path, { ...fields, ...body })).body;
};
const found = async (query: string) =>
  (await workos.get(`${path}?${query}`)).body.data.map((one: { external_id: string }) => one.external_id);

test("a resource is read by its id and by its external id", async () => {
  const body = await make("w1", { description: "First" });
  expect(body).toEqual({
    object: "authorization_resource",
    id: expect.stringMatching(/^authz_resource_/),
    organization_id: organization.id,
    resource_type_slug: "workspace",
    external_id: "w1",
    name: "w1",
    description: "First",
    parent_resource_id: null,
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get(`${path}/${body.id}`)).body).toEqual(body);
  const byExternalId = `/authorization/organizations/${organization.id}/resources/workspace/w1`;
  expect((await workos.get(byExternalId)).body).toEqual(body);
  expect((await workos.get(byExternalId.replace("workspace", "project"))).status).toBe(404);
  expect(await workos.eventTypes()).toEqual(["organization.created"]);
});

test("the external id is unique per type and organization", async () => {
  await make("1");
  const clash = await workos.post(path, {
    external_id: "1",
    name: "x",
    resource_type_slug: "workspace",
    organization_id: organization.id,
  });
  expect([clash.status, clash.body.code]).toEqual([409, "authorization_resource_external_id_conflict"]);
  expect(await make("1", { resource_type_slug: "project" })).toHaveProperty("id");
  expect(await make("1", { organization_id: (await workos.organization()).id })).toHaveProperty("id");
});

test.each([
  [{ name: "" }, 422],
  [{ name: "x".repeat(49) }, 422],
  [{ description: "x".repeat(151) }, 422],
  [{ external_id: "ü" }, 422],
  [{ external_id: "x".repeat(129) }, 422],
  [{ resource_type_slug: "galaxy" }, 404],
  [{ resource_type_slug: "organization" }, 422],
  [{ organization_id: "org_x" }, 404],
  [{ parent_resource_id: "authz_resource_x" }, 404],
  [{ parent_resource_external_id: "w1" }, 422],
  [{ parent_resource_external_id: "w1", parent_resource_type_slug: "workspace" }, 404],
])("a resource with %j is refused with %s", async (body, status) => {
  const fields = { external_id: "w", name: "W", resource_type_slug: "workspace", organization_id: organization.id };
  expect((await workos.post(path, { ...fields, ...body })).status).toBe(status);
  expect(await found(`organization_id=${organization.id}`)).toEqual([]);
});

test("name, description and parent change, the parent in either spelling, and never into itself", async () => {
  const [w1, w2] = [await make("w1"), await make("w2")];
  const p1 = await make("p1", { resource_type_slug: "project", parent_resource_id: w1.id });
  const patch = (id: string, body: object) => workos.patch(`${path}/${id}`, body);
  expect((await patch(p1.id, { name: "P", description: "d" })).body).toMatchObject({ name: "P", description: "d" });
  expect((await patch(p1.id, { description: null })).body).toMatchObject({
    description: null,
    parent_resource_id: w1.id,
  });
  const byExternalId = `/authorization/organizations/${organization.id}/resources/project/p1`;
  const moved = await workos.patch(byExternalId, {
    parent_resource_external_id: "w2",
    parent_resource_type_slug: "workspace",
  });
  expect(moved.body.parent_resource_id).toBe(w2.id);
  expect((await patch(w2.id, { parent_resource_id: p1.id })).status).toBe(422);
  expect((await patch(w2.id, { parent_resource_id: w2.id })).status).toBe(422);
  expect((await patch("authz_resource_x", {})).status).toBe(404);
});

test("a list needs an organization or a type, and is narrowed by external id and parent", async () => {
  const missing = await workos.get(path);
  expect([missing.status, missing.body.code]).toEqual([400, "missing_organization_id_or_resource_type_slug"]);
  const w1 = await make("w1");
  await make("w2");
  await make("p1", { resource_type_slug: "project", parent_resource_id: w1.id });
  const other = await workos.organization();
  await make("w1", { organization_id: other.id });
  expect(await found(`organization_id=${organization.id}`)).toEqual(["p1", "w2", "w1"]);
  expect(await found("resource_type_slug=workspace")).toEqual(["w1", "w2", "w1"]);
  expect(await found(`organization_id=${organization.id}&resource_external_id=w2`)).toEqual(["w2"]);
  expect(await found(`organization_id=${organization.id}&parent_resource_id=${w1.id}`)).toEqual(["p1"]);
  const byType = "parent_resource_type_slug=workspace&parent_external_id=w1";
  expect(await found(`organization_id=${organization.id}&${byType}`)).toEqual(["p1"]);
  const page = (await workos.get(`${path}?organization_id=${organization.id}&limit=2`)).body;
  expect(await found(`organization_id=${organization.id}&after=${page.list_metadata.after}`)).toEqual(["w1"]);
});

test("what has children or assignments goes only with a cascade, which takes all of them", async () => {
  const w1 = await make("w1");
  const p1 = await make("p1", { resource_type_slug: "project", parent_resource_id: w1.id });
  const refused = await workos.delete(`${path}/${w1.id}`);
  expect([refused.status, refused.body.code]).toEqual([409, "resource_has_dependents"]);
  expect(await workos.delete(`${path}/${w1.id}?cascade_delete=true`)).toMatchObject({ status: 204, body: undefined });
  for (const { id } of [w1, p1]) expect((await workos.get(`${path}/${id}`)).status).toBe(404);

  const w2 = await make("w2");
  await workos.post("/authorization/roles", { slug: "editor", name: "Editor", resource_type_slug: "workspace" });
  const group = (await workos.post(`/organizations/${organization.id}/groups`, { name: "G" })).body;
  const assignments = `/authorization/groups/${group.id}/role_assignments`;
  await workos.post(assignments, { role_slug: "editor", resource_id: w2.id });
  const byExternalId = `/authorization/organizations/${organization.id}/resources/workspace/w2`;
  expect((await workos.delete(byExternalId)).status).toBe(409);
  expect((await workos.delete(`${byExternalId}?cascade_delete=true`)).status).toBe(204);
  expect((await workos.get(assignments)).body.data).toEqual([]);
  expect((await workos.delete(byExternalId)).status).toBe(404);
});

test("types other than those of a new environment are made in the dashboard, for permissions and roles too", async () => {
  const role = { slug: "star", name: "Star", resource_type_slug: "galaxy" };
  expect((await workos.post("/authorization/roles", role)).status).toBe(404);
  expect((await workos.post("/authorization/permissions", role)).status).toBe(404);
  await workos.emulator.as("dana").post("/_emulator/resource_types", { slug: "galaxy" });
  expect((await workos.post("/authorization/roles", role)).body.resource_type_slug).toBe("galaxy");
  expect((await workos.post("/authorization/permissions", role)).body.resource_type_slug).toBe("galaxy");
  expect(await make("g1", { resource_type_slug: "galaxy" })).toHaveProperty("id");
});

test("the SDK does all of it", async () => {
  const { authorization } = workos.sdk;
  const organizationId = organization.id;
  const where = { organizationId, resourceTypeSlug: "workspace", externalId: "w1" };
  const { id } = await authorization.createResource({ ...where, name: "W" });
  expect((await authorization.getResource(id)).externalId).toBe("w1");
  expect((await authorization.updateResource({ resourceId: id, name: "W1" })).name).toBe("W1");
  expect((await authorization.getResourceByExternalId(where)).name).toBe("W1");
  expect((await authorization.updateResourceByExternalId({ ...where, name: "W2" })).name).toBe("W2");
  expect((await authorization.listResources({ organizationId })).data).toHaveLength(1);
  await authorization.deleteResource({ resourceId: id });
  await authorization.createResource({ ...where, name: "W" });
  await authorization.deleteResourceByExternalId({ ...where, cascadeDelete: true });
  expect((await authorization.listResources({ organizationId })).data).toEqual([]);
});
