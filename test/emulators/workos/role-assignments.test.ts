import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

let organization: { id: string };
let workspace: { id: string };
let group: { id: string };
let member: { id: string };
let ofGroup: string;
let ofMember: string;
beforeEach(async () => {
  organization = await workos.organization();
  for (const slug of ["editor", "viewer"])
    await workos.post("/authorization/roles", { slug, name: slug, resource_type_slug: "workspace" });
  workspace = await resource("w1");
  group = (await workos.post(`/organizations/${organization.id}/groups`, { name: "G" })).body;
  const { id: user_id } = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  const membership = { user_id, organization_id: organization.id };
  member = (await workos.post("/user_management/organization_memberships", membership)).body;
  ofGroup = `/authorization/groups/${group.id}/role_assignments`;
  ofMember = `/authorization/organization_memberships/${member.id}/role_assignments`;
});

const resource = async (external_id: string) =>
  (
    await workos.post("/authorization/resources", {
      external_id,
      name: external_id,
      resource_type_slug: "workspace",
      organization_id: organization.id,
    })
  ).body;
const join = () =>
  workos.post(`/organizations/${organization.id}/groups/${group.id}/organization-memberships`, {
    organization_membership_id: member.id,
  });
const roles = async (path: string) =>
  (await workos.get(path)).body.data.map((one: { role: { slug: string } }) => one.role.slug);
/** DELETE with what to delete in its body. */
const take = (path: string, body: object) => workos.call("DELETE", path, body);
const w1 = { resource_external_id: "w1", resource_type_slug: "workspace" };

describe("of a group", () => {
  test("an assignment names its resource in either way, and is read by id", async () => {
    const { status, body } = await workos.post(ofGroup, { role_slug: "editor", resource_id: workspace.id });
    expect(status).toBe(201);
    expect(body).toEqual({
      object: "group_role_assignment",
      id: expect.stringMatching(/^gra_/),
      group_id: group.id,
      role: { slug: "editor" },
      resource: { id: workspace.id, external_id: "w1", resource_type_slug: "workspace" },
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    });
    const clash = await workos.post(ofGroup, { role_slug: "editor", ...w1 });
    expect([clash.status, clash.body.code]).toEqual([409, "duplicate_group_role_assignment"]);
    expect((await workos.get(`${ofGroup}/${body.id}`)).body).toEqual(body);
    expect((await workos.delete(`${ofGroup}/${body.id}`)).status).toBe(204);
    expect((await workos.delete(`${ofGroup}/${body.id}`)).status).toBe(404);
  });

  test("without a resource the role is on the organization", async () => {
    const { body } = await workos.post(ofGroup, { role_slug: "member" });
    expect(body.resource).toMatchObject({ external_id: organization.id, resource_type_slug: "organization" });
    const named = { resource_external_id: organization.id, resource_type_slug: "organization" };
    expect((await workos.post(ofGroup, { role_slug: "member", ...named })).status).toBe(409);
  });

  test("PATCH gives and takes several at once, and skips what is so already", async () => {
    const kept = (await workos.post(ofGroup, { role_slug: "editor", ...w1 })).body;
    await workos.post(ofGroup, { role_slug: "member" });
    const answer = await workos.patch(ofGroup, {
      add: [
        { role_slug: "viewer", ...w1 },
        { role_slug: "editor", resource_id: workspace.id },
      ],
      remove: [
        { role_slug: "member" },
        { role_slug: "nope" },
        { role_slug: "viewer", resource_id: "authz_resource_x" },
      ],
    });
    expect([answer.status, answer.body]).toEqual([204, undefined]);
    const { data } = (await workos.get(`${ofGroup}?order=asc`)).body;
    expect(data.map((one: { role: { slug: string } }) => one.role.slug)).toEqual(["editor", "viewer"]);
    expect(data[0]).toEqual(kept);
    await workos.patch(ofGroup, { remove: [{ role_slug: "viewer", ...w1 }] });
    expect(await roles(ofGroup)).toEqual(["editor"]);
  });

  test("a PATCH that cannot be made whole is not made at all", async () => {
    await workos.post(ofGroup, { role_slug: "editor", ...w1 });
    const viewer = { role_slug: "viewer", ...w1 };
    const editor = { role_slug: "editor", resource_id: workspace.id };
    const statusOf = async (body?: object) => (await workos.patch(ofGroup, body)).status;
    expect(await statusOf({ add: [viewer, { role_slug: "nope" }], remove: [editor] })).toBe(404);
    expect(await statusOf({ add: [viewer, { role_slug: "editor" }], remove: [editor] })).toBe(422);
    expect(await statusOf({ add: [viewer, editor], remove: [{ role_slug: "editor", ...w1 }] })).toBe(422);
    expect(await statusOf({ add: Array(60).fill(viewer), remove: Array(41).fill(editor) })).toBe(422);
    expect(await statusOf({})).toBe(422);
    expect(await statusOf()).toBe(422);
    expect((await workos.patch("/authorization/groups/group_x/role_assignments", { add: [viewer] })).status).toBe(404);
    expect(await roles(ofGroup)).toEqual(["editor"]);
  });

  test("PUT makes the set what it says, and what stays keeps its id", async () => {
    const kept = (await workos.post(ofGroup, { role_slug: "editor", ...w1 })).body;
    await workos.post(ofGroup, { role_slug: "member" });
    const set = [
      { role_slug: "editor", ...w1 },
      { role_slug: "viewer", resource_id: workspace.id },
    ];
    const { status, body } = await workos.put(ofGroup, { role_assignments: set });
    expect([status, body.data.map((one: { role: { slug: string } }) => one.role.slug)]).toEqual([
      200,
      ["editor", "viewer"],
    ]);
    expect(body.data[0]).toEqual(kept);
    expect(await roles(ofGroup)).toEqual(["viewer", "editor"]);
    expect((await workos.put(ofGroup, { role_assignments: [...set, { role_slug: "nope" }] })).status).toBe(404);
    expect((await workos.put(ofGroup, { role_assignments: Array(101).fill(set[0]) })).status).toBe(422);
    expect(await roles(ofGroup)).toEqual(["viewer", "editor"]);
    await workos.put(ofGroup, { role_assignments: [] });
    expect(await roles(ofGroup)).toEqual([]);
  });

  test("one is deleted by what it is, once", async () => {
    await workos.post(ofGroup, { role_slug: "editor", ...w1 });
    expect((await take(ofGroup, { role_slug: "viewer", ...w1 })).status).toBe(404);
    expect((await take(ofGroup, { role_slug: "editor", resource_id: workspace.id })).status).toBe(204);
    expect((await take(ofGroup, { role_slug: "editor", ...w1 })).status).toBe(404);
  });

  test.each([
    [{}, 422],
    [{ role_slug: "editor" }, 422],
    [{ role_slug: "nope" }, 404],
    [{ role_slug: "editor", resource_id: "authz_resource_x" }, 404],
    [{ role_slug: "editor", resource_external_id: "w1" }, 422],
    [{ role_slug: "editor", resource_id: "x", ...w1 }, 422],
  ])("%j is refused with %s", async (body, status) => {
    expect((await workos.post(ofGroup, body)).status).toBe(status);
    expect(await roles(ofGroup)).toEqual([]);
  });

  test("the list goes beyond one page, and ends with the group", async () => {
    for (const external_id of ["w2", "w3"]) await resource(external_id);
    for (const resource_external_id of ["w1", "w2", "w3"])
      await workos.post(ofGroup, { role_slug: "editor", resource_type_slug: "workspace", resource_external_id });
    const first = (await workos.get(`${ofGroup}?limit=2`)).body;
    const second = (await workos.get(`${ofGroup}?limit=2&after=${first.list_metadata.after}`)).body;
    expect([first.data.length, second.data.length, second.list_metadata.after]).toEqual([2, 1, null]);
    await workos.delete(`/organizations/${organization.id}/groups/${group.id}`);
    expect((await workos.get(ofGroup)).status).toBe(404);
  });
});

describe("of a member", () => {
  test("an assignment is made on a resource, and not twice", async () => {
    const { status, body } = await workos.post(ofMember, { role_slug: "editor", resource_id: workspace.id });
    expect(status).toBe(201);
    expect(body).toEqual({
      object: "role_assignment",
      id: expect.stringMatching(/^role_assignment_/),
      organization_membership_id: member.id,
      role: { slug: "editor" },
      resource: { id: workspace.id, external_id: "w1", resource_type_slug: "workspace" },
      source: { type: "direct", group_role_assignment_id: null, group: null },
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    });
    expect((await workos.post(ofMember, { role_slug: "editor", ...w1 })).body.id).toBe(body.id);
    expect((await workos.post(ofMember, { role_slug: "editor" })).status).toBe(422);
    expect((await workos.post(ofMember, { role_slug: "member", ...w1 })).status).toBe(422);
    expect((await workos.delete(`${ofMember}/${body.id}`)).status).toBe(204);
    expect((await workos.delete(`${ofMember}/${body.id}`)).status).toBe(404);
    await workos.post(ofMember, { role_slug: "editor", ...w1 });
    expect((await take(ofMember, { role_slug: "editor", ...w1 })).status).toBe(204);
    expect((await take(ofMember, { role_slug: "editor", ...w1 })).status).toBe(404);
  });

  test("the list shows the membership's own role and those of its groups too, which cannot be deleted here", async () => {
    await workos.post(ofMember, { role_slug: "editor", ...w1 });
    const fromGroup = (await workos.post(ofGroup, { role_slug: "viewer", ...w1 })).body;
    await join();
    const { data } = (await workos.get(`${ofMember}?order=asc`)).body;
    const seen = data.map((one: { role: { slug: string }; source: object }) => [one.role.slug, one.source]);
    expect(seen).toHaveLength(3);
    expect(seen).toContainEqual(["member", { type: "direct", group_role_assignment_id: null, group: null }]);
    expect(seen).toContainEqual([
      "viewer",
      { type: "group", group_role_assignment_id: fromGroup.id, group: { id: group.id, name: "G" } },
    ]);
    expect((await workos.get(`${ofMember}?order=asc`)).body.data).toEqual(data);
    const derived = data.filter((one: { role: { slug: string } }) => one.role.slug !== "editor");
    for (const { id } of derived) expect((await workos.delete(`${ofMember}/${id}`)).status).toBe(403);
    expect((await roles(`${ofMember}?resource_type_slug=workspace`)).sort()).toEqual(["editor", "viewer"]);
    expect(await roles(`${ofMember}?resource_external_id=${organization.id}`)).toEqual(["member"]);
    expect((await roles(`${ofMember}?resource_id=${workspace.id}`)).sort()).toEqual(["editor", "viewer"]);
    const first = (await workos.get(`${ofMember}?limit=2`)).body;
    expect((await roles(`${ofMember}?limit=2&after=${first.list_metadata.after}`)).length).toBe(1);
  });

  test("a resource shows who has which role on it", async () => {
    await workos.post(ofMember, { role_slug: "editor", ...w1 });
    await workos.post(ofGroup, { role_slug: "viewer", ...w1 });
    await join();
    const byId = `/authorization/resources/${workspace.id}/role_assignments`;
    const byExternalId = `/authorization/organizations/${organization.id}/resources/workspace/w1/role_assignments`;
    for (const path of [byId, byExternalId]) {
      expect((await roles(path)).sort()).toEqual(["editor", "viewer"]);
      expect(await roles(`${path}?role_slug=viewer`)).toEqual(["viewer"]);
    }
    expect((await workos.get("/authorization/resources/authz_resource_x/role_assignments")).status).toBe(404);
  });

  test("they end with the membership", async () => {
    const { body } = await workos.post(ofMember, { role_slug: "editor", ...w1 });
    await workos.delete(`/user_management/organization_memberships/${member.id}`);
    expect((await workos.delete(`${ofMember}/${body.id}`)).status).toBe(404);
    expect((await workos.delete(`/authorization/resources/${workspace.id}`)).status).toBe(204);
  });
});

test("a role that is given on a resource cannot be deleted", async () => {
  const path = `/authorization/organizations/${organization.id}/roles`;
  await workos.post(path, { slug: "org-lead", name: "Lead", resource_type_slug: "workspace" });
  await workos.post(ofGroup, { role_slug: "org-lead", ...w1 });
  const byGroup = await workos.delete(`${path}/org-lead`);
  expect([byGroup.status, byGroup.body.code]).toEqual([409, "role_has_group_role_mappings"]);
  await take(ofGroup, { role_slug: "org-lead", ...w1 });
  await workos.post(ofMember, { role_slug: "org-lead", ...w1 });
  const byMember = await workos.delete(`${path}/org-lead`);
  expect([byMember.status, byMember.body.code]).toEqual([409, "role_has_assignments"]);
  await take(ofMember, { role_slug: "org-lead", ...w1 });
  expect((await workos.delete(`${path}/org-lead`)).status).toBe(204);
});

test("the SDK does all of it", async () => {
  const { authorization } = workos.sdk;
  const groupId = group.id;
  const on = { resourceId: workspace.id };
  const given = await authorization.createGroupRoleAssignment({ groupId, roleSlug: "editor", ...on });
  expect(await authorization.getGroupRoleAssignment({ groupId, roleAssignmentId: given.id })).toMatchObject(given);
  const set = await authorization.replaceGroupRoleAssignments({
    groupId,
    roleAssignments: [{ roleSlug: "viewer", ...on }],
  });
  expect(set.data).toHaveLength(1);
  await authorization.removeGroupRoleAssignments({ groupId, roleSlug: "viewer", ...on });
  expect((await authorization.listGroupRoleAssignments({ groupId })).data).toEqual([]);
  const organizationMembershipId = member.id;
  const direct = await authorization.assignRole({ organizationMembershipId, roleSlug: "editor", ...on });
  expect((await authorization.listRoleAssignments({ organizationMembershipId })).data).toHaveLength(2);
  const onResource = await authorization.listRoleAssignmentsForResource({ resourceId: workspace.id });
  expect(onResource.data.map(({ id }) => id)).toEqual([direct.id]);
  await authorization.removeRoleAssignment({ organizationMembershipId, roleAssignmentId: direct.id });
  await authorization.assignRole({ organizationMembershipId, roleSlug: "editor", ...on });
  await authorization.removeRole({ organizationMembershipId, roleSlug: "editor", ...on });
  expect((await authorization.listRoleAssignments({ organizationMembershipId })).data).toHaveLength(1);
});
