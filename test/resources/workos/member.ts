import type { ActingClient } from "../../../emulators/index.ts";
import type { Bag, Description, Held, Scene } from "../description.ts";
import { member as inhabitant, organization, role, user } from "../homes.ts";

const INVITATIONS = "/user_management/invitations";
const POST = `POST ${INVITATIONS}`;
const REVOKE = `POST ${INVITATIONS}/{id}/revoke`;
const MEMBERSHIPS = "/user_management/organization_memberships";
const PUT = `PUT ${MEMBERSHIPS}/{id}`;

const DAY_MS = 24 * 3600 * 1000;

const special = (name: string): string => `the-${name}`;

const membershipsIn = async (
  act: ActingClient,
  { organizationId }: Bag,
): Promise<(Bag & { user: Bag; roles: Bag[] })[]> =>
  (await act.get(`${MEMBERSHIPS}?organization_id=${organizationId}&statuses=active,inactive`)).data;

const invitationsIn = async (act: ActingClient, { organizationId }: Bag): Promise<Bag[]> =>
  (await act.get(`${INVITATIONS}?organization_id=${organizationId}&limit=100`)).data;

/** Members, and who is invited. */
async function held(act: ActingClient, home: Bag): Promise<Held[]> {
  const members = (await membershipsIn(act, home)).map((row) => ({
    id: `${row.organization_id}/${row.user.email}`,
    organizationId: row.organization_id,
    email: row.user.email,
    roles: row.roles.map(({ slug }) => String(slug)).sort(),
    status: row.status,
  }));
  const invited = (await invitationsIn(act, home))
    .filter(({ state }) => state === "pending")
    .map((row) => ({
      id: `${row.organization_id}/${row.email}`,
      organizationId: row.organization_id,
      email: row.email,
      roles: [row.role_slug],
    }));
  return [...members, ...invited];
}

const ana = (scene: Scene): string => `ana@${scene.name}.example`;

/** Somebody who is invited, and does not answer. */
export const member: Description = {
  writes: { create: { [POST]: 1 }, change: { [REVOKE]: 1, [POST]: 1 }, remove: { [REVOKE]: 1 } },
  removalLooks: true,
  async home(act, name) {
    await role(act, special(name));
    await user(act, `boss@${name}.example`);
    const home = await organization(act, name);
    const body = { organization_id: home.organizationId, email: `joana@${name}.example`, expires_in_days: 30 };
    await act.post(INVITATIONS, body);
    return home;
  },
  declared: (home, name) => ({
    ...home,
    email: `ana@${name}.example`,
    roles: ["member"],
    expiresInDays: 20,
    locale: "de",
    inviter: `boss@${name}.example`,
    onExpired: "leave",
  }),
  changed: (home, name) => ({
    ...home,
    email: `ana@${name}.example`,
    roles: [special(name)],
    expiresInDays: 21,
    locale: "fr",
    inviter: `boss@${name}.example`,
    onExpired: "renew",
  }),
  elsewhere: { status: "memberWhoAccepted", suspended: "memberSuspended" },
  held,
  life: {
    drifted: null, // The role of a pending invitation is no drift: repairing it would send an e-mail.
    vanished: {
      title: "revoked by somebody, and invited anew",
      async meanwhile({ act, home, ...scene }) {
        const sent = await invitationsIn(act, home);
        const open = sent.find(({ state, email }) => state === "pending" && email === ana({ act, home, ...scene }));
        await act.post(`${INVITATIONS}/${open?.id}/revoke`, {});
      },
    },
  },
  stages: [
    {
      title: "another spelling, and what concerns later invitations, send nothing",
      inputs: (home, name) => ({
        ...home,
        email: ` Ana@${name.toUpperCase()}.example`,
        roles: ["member"],
        locale: "fr",
      }),
      does: ["update"],
      writes: {},
      shows: { email: "ana@member-next.example" },
    },
    {
      title: "another person, with the organization's default role",
      inputs: (home, name) => ({ ...home, email: `bo@${name}.example`, expiresInDays: 20, onExpired: "renew" }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [REVOKE]: 1 },
      shows: { roles: ["member"] },
    },
    {
      title: "expired, and invited anew",
      passes: 21 * DAY_MS,
      does: ["create"],
      writes: { [POST]: 1 },
    },
  ],
};

const ofInvitations = Object.fromEntries(
  ["expiresInDays", "locale", "inviter", "onExpired"].map((field) => [field, "member"]),
);

const removedAndInvited: NonNullable<Description["life"]>["vanished"] = {
  title: "removed by somebody, and invited anew",
  meanwhile: async (scene) => scene.act.delete(`${MEMBERSHIPS}/${await membershipOf(scene)}`),
  inputs: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: [special(name)] }),
  writes: { [POST]: 1 },
};

/** Somebody who is in the organization already. */
export const memberWhoAccepted: Description = {
  situation: "accepted",
  imported: ({ organizationId }, name) => `${organizationId}/ana@${name}.example`,
  writes: {
    create: { [PUT]: 1 },
    change: { [`${PUT}/deactivate`]: 1, [PUT]: 1 },
    remove: { [`DELETE ${MEMBERSHIPS}/{id}`]: 1 },
  },
  async home(act, name) {
    await role(act, special(name));
    const home = await organization(act, name);
    for (const person of ["joana", "ana"]) await inhabitant(act, home, `${person}@${name}.example`);
    return home;
  },
  declared: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: [special(name)], status: "active" }),
  changed: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: ["member"], status: "inactive" }),
  elsewhere: { ...ofInvitations, suspended: "memberSuspended" },
  held,
  life: {
    created: { title: "taken over as the member they are, with another role" },
    drifted: {
      async meanwhile(scene) {
        const path = `${MEMBERSHIPS}/${await membershipOf(scene)}`;
        await scene.act.put(path, { role_slug: special(scene.name) });
        await scene.act.put(`${path}/reactivate`, {});
      },
    },
    vanished: removedAndInvited,
  },
  stages: [
    {
      title: "accepted, missing from state, and taken over as the member they became",
      forgotten: true,
      async meanwhile({ act, home, ...scene }) {
        const sent = await invitationsIn(act, home);
        const open = sent.find(({ state, email }) => state === "pending" && email === ana({ act, home, ...scene }));
        await act.post(`${INVITATIONS}/${open?.id}/accept`, {});
      },
      does: ["create"],
      writes: {},
      shows: { status: "active" },
    },
    {
      title: "another role added, deactivated, and what concerns invitations changed, which sends nothing",
      meanwhile: async ({ emulators }) => emulators.workos.switches.set({ multipleRoles: true }),
      inputs: (home, name) => ({
        ...home,
        email: `ana@${name}.example`,
        roles: [special(name), "member"],
        status: "inactive",
        onExpired: "renew",
      }),
      does: ["update"],
      writes: { [`${PUT}/deactivate`]: 1, [PUT]: 1 },
      shows: { roles: ["member", "the-member-accepted-next"] },
    },
  ],
};

/** Somebody who is in the organization, and kept out of it for a time. */
export const memberSuspended: Description = {
  situation: "suspended",
  remembers: true,
  imported: ({ organizationId }, name) => `${organizationId}/ana@${name}.example`,
  writes: {
    create: { [`${PUT}/deactivate`]: 1 },
    change: { [PUT]: 1, [`${PUT}/reactivate`]: 1 },
    remove: { [`DELETE ${MEMBERSHIPS}/{id}`]: 1 },
  },
  home: memberWhoAccepted.home,
  declared: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: ["member"], suspended: true }),
  changed: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: [special(name)] }),
  elsewhere: { ...ofInvitations, status: "memberWhoAccepted" },
  // Nobody else deactivates people here.
  held: async (act, home) =>
    (await held(act, home)).map(({ status, ...row }) => ({
      ...row,
      ...(status === "inactive" && { suspended: true }),
    })),
  life: {
    created: { title: "taken over and kept out" },
    changed: { title: "let in again, with another role" },
    drifted: {
      title: "given another role by somebody, and repaired",
      async meanwhile(scene) {
        await scene.act.put(`${MEMBERSHIPS}/${await membershipOf(scene)}`, { role_slug: "member" });
      },
      writes: { [PUT]: 1 },
    },
    vanished: removedAndInvited,
  },
  stages: [
    {
      title: "accepted, and kept out at once",
      async meanwhile({ act, home, ...scene }) {
        const sent = await invitationsIn(act, home);
        const open = sent.find(({ state, email }) => state === "pending" && email === ana({ act, home, ...scene }));
        await act.post(`${INVITATIONS}/${open?.id}/accept`, {});
      },
      inputs: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: [special(name)], suspended: true }),
      does: ["update"],
      writes: { [`${PUT}/deactivate`]: 1 },
      shows: { suspended: true },
    },
    {
      title: "let in by somebody, and kept out again",
      meanwhile: async (scene) => scene.act.put(`${MEMBERSHIPS}/${await membershipOf(scene)}/reactivate`, {}),
      does: ["update"],
      writes: { [`${PUT}/deactivate`]: 1 },
      shows: { suspended: true },
    },
  ],
};

async function membershipOf(scene: Scene): Promise<unknown> {
  const memberships = await membershipsIn(scene.act, scene.home);
  return memberships.find((each) => each.user.email === ana(scene))?.id;
}
