import { expect } from "vitest";
import { Member, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /user_management/invitations";
const REVOKE = "POST /user_management/invitations/{id}/revoke";
const PUT = "PUT /user_management/organization_memberships/{id}";
const EDITOR = "member-life-editor";

const within = (world: World): string => `organization_id=${world.idOf("member-owner")}`;

async function invitationsOf(world: World): Promise<{ id: string; state: string; email: string; role_slug: string }[]> {
  const { data } = await dana(world.emulators).workos.get(
    `/user_management/invitations?limit=100&order=asc&${within(world)}`,
  );
  return data;
}

async function membershipsOf(world: World): Promise<{ id: string; status: string; roles: { slug: string }[] }[]> {
  const { data } = await dana(world.emulators).workos.get(
    `/user_management/organization_memberships?statuses=active,inactive&${within(world)}`,
  );
  return data;
}

/** States of all invitations, oldest first, and who the last one is for, with which role. */
async function expectInvitations(world: World, email: string, role: string, ...states: string[]): Promise<void> {
  const sent = await invitationsOf(world);
  expect(sent.map(({ state }) => state)).toEqual(states);
  expect(sent.at(-1)).toMatchObject({ email, role_slug: role });
  expect(await membershipsOf(world)).toEqual([]);
  expect(world.id()).toBe(`${world.idOf("member-owner")}/${email}`);
}

async function expectMember(world: World, status: string, ...roles: string[]): Promise<void> {
  const held = await membershipsOf(world);
  expect(held).toEqual([expect.objectContaining({ status })]);
  expect(held[0]?.roles.map(({ slug }) => slug).sort()).toEqual(roles);
  expect(await invitationsOf(world)).toHaveLength(2);
  expect(world.id()).toBe(`${world.idOf("member-owner")}/mia@member.example`);
}

const only = <Row>(rows: Row[]): Row => {
  expect(rows).toHaveLength(1);
  return rows[0] as Row;
};

export const member = life({
  of: "workos:Member",
  declare: () => {
    const { id: organizationId } = new Organization("member-owner", { name: "Members", externalId: "member-owner" });
    return (name, inputs: Omit<ConstructorParameters<typeof Member>[1], "organizationId">) =>
      new Member(name, { ...inputs, organizationId });
  },
  stages: [
    {
      title: "invited",
      meanwhile: ({ emulators }) => {
        emulators.workos.switches.set({ multipleRoles: true });
        return dana(emulators).workos.post("/authorization/roles", { slug: EDITOR, name: "Editor" });
      },
      inputs: { email: "Mia@Member.example", roles: ["member"], expiresInDays: 5, locale: "de" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectInvitations(world, "mia@member.example", "member", "pending"),
    },
    {
      title: "another role before it is accepted: revoked and sent again; what else changed goes with it",
      inputs: { email: " mia@MEMBER.example", roles: [EDITOR], expiresInDays: 9, locale: "fr" },
      does: ["update"],
      writes: { [REVOKE]: 1, [POST]: 1 },
      holds: (world) => expectInvitations(world, "mia@member.example", EDITOR, "revoked", "pending"),
    },
    {
      title: "accepted, missing from state, and taken over as the member they became",
      forgotten: true,
      meanwhile: async (world) => {
        const open = (await invitationsOf(world)).filter(({ state }) => state === "pending");
        await dana(world.emulators).workos.post(`/user_management/invitations/${only(open).id}/accept`, {});
      },
      does: ["create"],
      writes: {},
      holds: (world) => expectMember(world, "active", EDITOR),
    },
    {
      title: "another role added, deactivated, and what concerns invitations changed, which sends nothing",
      inputs: { email: "mia@member.example", roles: [EDITOR, "member"], status: "inactive", onExpired: "renew" },
      does: ["update"],
      writes: { [`${PUT}/deactivate`]: 1, [PUT]: 1 },
      holds: (world) => expectMember(world, "inactive", "member", EDITOR),
    },
    {
      title: "drift repaired",
      meanwhile: async (world) => {
        const path = `/user_management/organization_memberships/${only(await membershipsOf(world)).id}`;
        await dana(world.emulators).workos.put(path, { role_slug: "member" });
        await dana(world.emulators).workos.put(`${path}/reactivate`, {});
      },
      does: ["update"],
      writes: { [`${PUT}/deactivate`]: 1, [PUT]: 1 },
      holds: (world) => expectMember(world, "inactive", "member", EDITOR),
    },
    {
      title: "removed by somebody, and invited anew",
      meanwhile: async (world) => {
        const { id } = only(await membershipsOf(world));
        await dana(world.emulators).workos.delete(`/user_management/organization_memberships/${id}`);
      },
      inputs: { email: "mia@member.example", roles: [EDITOR], onExpired: "renew" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectInvitations(world, "mia@member.example", EDITOR, "revoked", "accepted", "pending"),
    },
    {
      title: "expired, and invited anew",
      meanwhile: async ({ emulators }) => emulators.workos.clock.advance(8 * 24 * 60 * 60 * 1000),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) =>
        expectInvitations(world, "mia@member.example", EDITOR, "revoked", "accepted", "expired", "pending"),
    },
    {
      title: "another person, with the organization's default role",
      inputs: { email: "bo@member.example" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [REVOKE]: 1 },
      holds: (world) =>
        expectInvitations(world, "bo@member.example", "member", "revoked", "accepted", "expired", "revoked", "pending"),
    },
  ],
  destroyed: { [REVOKE]: 1, "DELETE /organizations/{id}": 1 },
});
