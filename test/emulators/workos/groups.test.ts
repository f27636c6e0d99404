import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

let organization: { id: string };
let path: string;
beforeEach(async () => {
  organization = await workos.organization();
  path = `/organizations/${organization.id}/groups`;
});

const member = async (email: string, organization_id = organization.id) => {
  const user_id = (await workos.post("/user_management/users", { email })).body.id;
  return (await workos.post("/user_management/organization_memberships", { user_id, organization_id })).body.id;
};

test("a group is made, read, changed and deleted in its organization only, each with its event", async () => {
  const { status, body } = await workos.post(path, { name: "Support", description: "Helps" });
  expect(status).toBe(201);
  expect(body).toEqual({
    object: "group",
    id: expect.stringMatching(/^group_/),
    organization_id: organization.id,
    name: "Support",
    description: "Helps",
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get(`${path}/${body.id}`)).body).toEqual(body);
  const other = await workos.organization();
  expect((await workos.get(`/organizations/${other.id}/groups/${body.id}`)).status).toBe(404);
  expect((await workos.patch(`${path}/${body.id}`, { description: null })).body).toMatchObject({
    name: "Support",
    description: null,
  });
  expect(await workos.lastEvent()).toMatchObject({
    event: "group.updated",
    context: { previous_attributes: { description: "Helps" } },
  });
  expect((await workos.delete(`${path}/${body.id}`)).status).toBe(204);
  expect((await workos.delete(`${path}/${body.id}`)).status).toBe(404);
  expect((await workos.lastEvent()).event).toBe("group.deleted");
});

test("a search finds part of a name in any case, or the id", async () => {
  const ids: string[] = [];
  for (const name of ["Support", "Supply", "Sales"]) ids.push((await workos.post(path, { name })).body.id);
  const found = async (search: string) =>
    (await workos.get(`${path}?order=asc&search=${search}`)).body.data.map(({ id }: { id: string }) => id);
  expect(await found("SUPP")).toEqual(ids.slice(0, 2));
  expect(await found(ids[2] ?? "")).toEqual(ids.slice(2));
  expect(await found("group_")).toEqual([]);
});

test.each([{}, { name: " " }, { name: "x".repeat(257) }, { name: "A", description: "x".repeat(151) }])(
  "%j is refused with 422",
  async (body) => {
    expect((await workos.post(path, body)).status).toBe(422);
    expect((await workos.get(path)).body.data).toEqual([]);
  },
);

test("members are added once, listed without their roles, and found from their side", async () => {
  const { id } = (await workos.post(path, { name: "Support" })).body;
  const [ann, bob] = [await member("ann@acme.com"), await member("bob@acme.com")];
  const members = `${path}/${id}/organization-memberships`;
  for (const organization_membership_id of [ann, bob, ann])
    expect(await workos.post(members, { organization_membership_id })).toMatchObject({ status: 200, body: { id } });
  expect((await workos.eventTypes()).filter((type) => type === "group.member_added")).toHaveLength(2);
  const first = (await workos.get(`${members}?limit=1`)).body;
  const second = (await workos.get(`${members}?limit=1&after=${first.list_metadata.after}`)).body;
  expect([first.data[0].id, second.data[0].id, second.list_metadata.after]).toEqual([bob, ann, null]);
  expect(first.data[0]).not.toHaveProperty("role");
  expect(first.data[0].user.email).toBe("bob@acme.com");
  const groups = await workos.get(`/user_management/organization_memberships/${ann}/groups`);
  expect(groups.body.data.map((group: { id: string }) => group.id)).toEqual([id]);

  expect((await workos.delete(`${members}/${ann}`)).status).toBe(204);
  expect((await workos.delete(`${members}/${ann}`)).status).toBe(404);
  expect(await workos.lastEvent()).toMatchObject({
    event: "group.member_removed",
    data: { group_id: id, organization_membership_id: ann },
  });
});

test("only members of the organization can be in its groups, and leave them with it", async () => {
  const { id } = (await workos.post(path, { name: "Support" })).body;
  const members = `${path}/${id}/organization-memberships`;
  const stranger = await member("eve@other.com", (await workos.organization()).id);
  expect((await workos.post(members, { organization_membership_id: stranger })).status).toBe(404);
  const ann = await member("ann@acme.com");
  await workos.post(members, { organization_membership_id: ann });
  await workos.delete(`/user_management/organization_memberships/${ann}`);
  expect((await workos.get(members)).body.data).toEqual([]);
});

test("many members come and go in one request, with an event for each who really does", async () => {
  const { id } = (await workos.post(path, { name: "Support" })).body;
  const { id: neighbour } = (await workos.post(path, { name: "Neighbours" })).body;
  const [ann, bob, eve] = [await member("ann@acme.com"), await member("bob@acme.com"), await member("eve@acme.com")];
  const members = `${path}/${id}/organization-memberships`;
  await workos.post(members, { organization_membership_id: ann });
  await workos.post(`${path}/${neighbour}/organization-memberships`, { organization_membership_id: ann });
  const before = (await workos.eventTypes()).length;
  const answer = await workos.patch(members, { add: [bob, eve, bob], remove: [ann, "om_unknown"] });
  expect([answer.status, answer.body]).toEqual([204, undefined]);
  const listed = async (group: string) =>
    (await workos.get(`${path}/${group}/organization-memberships?order=asc`)).body.data.map(
      (one: { id: string }) => one.id,
    );
  expect(await listed(id)).toEqual([bob, eve]);
  expect(await listed(neighbour)).toEqual([ann]);
  expect((await workos.eventTypes()).slice(before)).toEqual([
    "group.member_added",
    "group.member_added",
    "group.member_removed",
  ]);
  expect((await workos.patch(members, { add: [bob], remove: [ann] })).status).toBe(204);
  expect((await workos.eventTypes()).length).toBe(before + 3);
});

test("a change of many members that cannot be made whole is not made at all", async () => {
  const { id } = (await workos.post(path, { name: "Support" })).body;
  const members = `${path}/${id}/organization-memberships`;
  const [ann, bob] = [await member("ann@acme.com"), await member("bob@acme.com")];
  const stranger = await member("eve@other.com", (await workos.organization()).id);
  await workos.post(members, { organization_membership_id: bob });
  const statusOf = async (body?: object) => (await workos.patch(members, body)).status;
  expect(await statusOf({ add: [ann, stranger], remove: [bob] })).toBe(404);
  expect(await statusOf({ add: [ann], remove: [bob, ann] })).toBe(422);
  expect(await statusOf({ add: Array(60).fill(ann), remove: Array(41).fill(bob) })).toBe(422);
  expect(await statusOf({ add: [], remove: [] })).toBe(422);
  expect(await statusOf()).toBe(422);
  expect(await statusOf({ add: [1] })).toBe(422);
  expect((await workos.patch(`${path}/group_x/organization-memberships`, { add: [ann] })).status).toBe(404);
  expect((await workos.get(members)).body.data.map((one: { id: string }) => one.id)).toEqual([bob]);
});

test("the SDK does all of it", async () => {
  const { groups } = workos.sdk;
  const organizationId = organization.id;
  const { id: groupId } = await groups.createGroup({ organizationId, name: "Support" });
  expect((await groups.getGroup({ organizationId, groupId })).name).toBe("Support");
  expect((await groups.updateGroup({ organizationId, groupId, name: "Help" })).name).toBe("Help");
  expect((await groups.listGroups({ organizationId })).data).toHaveLength(1);
  const organizationMembershipId = await member("ann@acme.com");
  await groups.addOrganizationMembership({ organizationId, groupId, organizationMembershipId });
  expect((await groups.listOrganizationMemberships({ organizationId, groupId })).data).toHaveLength(1);
  // The method's own type has another name for it than its code reads.
  await groups.removeOrganizationMembership({ organizationId, groupId, organizationMembershipId } as never);
  expect((await groups.listOrganizationMemberships({ organizationId, groupId })).data).toEqual([]);
  await groups.deleteGroup({ organizationId, groupId });
  expect((await groups.listGroups({ organizationId })).data).toEqual([]);
});
