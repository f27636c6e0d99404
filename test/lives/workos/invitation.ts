import { expect } from "vitest";
import { Invitation, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /user_management/invitations";
const REVOKE = "POST /user_management/invitations/{id}/revoke";
const LIST = "/user_management/invitations?limit=100&organization_id=";

/** States of all invitations, oldest first, and who the last one is for. */
async function expectInvitations(world: World, email: string, ...states: string[]): Promise<void> {
  const { data } = await dana(world.emulators).workos.get(`${LIST}${world.idOf("host")}&order=asc`);
  expect(data.map(({ state }: { state: string }) => state)).toEqual(states);
  expect(data.at(-1)).toMatchObject({ id: world.id(), email });
}

export const invitation = life({
  of: "workos:Invitation",
  declare: () => {
    const { id: organizationId } = new Organization("host", { name: "Host", externalId: "host" });
    return (name, inputs: Omit<ConstructorParameters<typeof Invitation>[1], "organizationId">) =>
      new Invitation(name, { ...inputs, organizationId });
  },
  stages: [
    {
      title: "sent",
      inputs: { email: "Ana@Acme.example", expiresInDays: 7 },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectInvitations(world, "ana@acme.example", "pending"),
    },
    {
      title: "changed: revoked first, then sent again, since one person has one pending invitation",
      inputs: { email: "ana@acme.example", expiresInDays: 14 },
      does: ["delete-replaced", "replace", "create-replacement"],
      writes: { [POST]: 1, [REVOKE]: 1 },
      holds: (world) => expectInvitations(world, "ana@acme.example", "revoked", "pending"),
    },
    {
      title: "revoked by somebody and sent again",
      meanwhile: (world) => dana(world.emulators).workos.post(`/user_management/invitations/${world.id()}/revoke`, {}),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectInvitations(world, "ana@acme.example", "revoked", "revoked", "pending"),
    },
    {
      title: "missing from state and taken over, not sent again",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectInvitations(world, "ana@acme.example", "revoked", "revoked", "pending"),
    },
    {
      title: "accepted is what was wanted",
      meanwhile: (world) => dana(world.emulators).workos.post(`/user_management/invitations/${world.id()}/accept`, {}),
      does: ["same"],
      writes: {},
      holds: (world) => expectInvitations(world, "ana@acme.example", "revoked", "revoked", "accepted"),
    },
    {
      title: "another person: the accepted one stays accepted",
      inputs: { email: "bo@acme.example" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [REVOKE]: 1 },
      holds: (world) => expectInvitations(world, "bo@acme.example", "revoked", "revoked", "accepted", "pending"),
    },
    {
      title: "expired is left as it is",
      meanwhile: async ({ emulators }) => emulators.workos.clock.advance(8 * 24 * 60 * 60 * 1000),
      does: ["same"],
      writes: {},
      holds: (world) => expectInvitations(world, "bo@acme.example", "revoked", "revoked", "accepted", "expired"),
    },
  ],
  destroyed: { [REVOKE]: 1, "DELETE /organizations/{id}": 1 },
});
