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
