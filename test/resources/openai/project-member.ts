import type { ActingClient } from "../../../emulators/index.ts";
import type { Bag, Description, Held } from "../description.ts";
import { everyPage, person, project } from "../homes.ts";

const INVITES = "/organization/invites";
const POST = `POST ${INVITES}`;
const DELETE = `DELETE ${INVITES}/{invite_id}`;
const USERS = "/organization/projects/{project_id}/users";

const DAY_MS = 24 * 3600 * 1000;

/** People in the project, and who is invited into it. */
async function held(act: ActingClient, { projectId }: Bag): Promise<Held[]> {
  const people = (await everyPage(act, `/organization/projects/${projectId}/users`)).map(({ email, role }) => ({
    id: `${projectId}/${email}`,
    projectId,
    email,
    role,
  }));
  const invited = (await everyPage(act, INVITES)).flatMap(({ email, status, projects }) => {
    const [here] = (projects as Bag[]).filter(({ id }) => id === projectId);
    return here && status === "pending" ? [{ id: `${projectId}/${email}`, projectId, email, role: here.role }] : [];
  });
  return [...people, ...invited];
}

/** Somebody who is invited, and does not answer. */
export const projectMember: Description = {
  writes: { create: { [POST]: 1 }, change: { [DELETE]: 1, [POST]: 1 }, remove: { [DELETE]: 1 } },
  // A colleague is in the project; an invitation would expire.
  async home(act, name, emulators) {
    const home = await project(act, name);
    const { userId: user_id } = await person(emulators, `joana@${name}.example`);
    await act.post(`/organization/projects/${home.projectId}/users`, { user_id, role: "member" });
    return home;
  },
  declared: (home, name) => ({ ...home, email: `ana@${name}.example`, role: "member", onExpired: "leave" }),
  changed: (home, name) => ({ ...home, email: `ana@${name}.example`, role: "owner", onExpired: "renew" }),
  elsewhere: { suspended: "projectMemberSuspended" },
  held,
  life: {
    drifted: null, // The role of a pending invitation is no drift: repairing it would send an e-mail.
    vanished: {
      title: "taken back by somebody, and invited anew",
      async meanwhile({ act, name }) {
        const sent = await everyPage(act, INVITES);
        const open = sent.find(({ email, status }) => email === `ana@${name}.example` && status === "pending");
        await act.delete(`${INVITES}/${open?.id}`);
      },
    },
  },
  stages: [
    {
      title: "another spelling, and what concerns later invitations, send nothing",
      inputs: (home, name) => ({
        ...home,
        email: ` Ana@${name.toUpperCase()}.example`,
        role: "member",
        onExpired: "renew",
      }),
      does: ["update"],
      writes: {},
      shows: { email: "ana@projectmember-next.example" },
    },
    {
      title: "expired, and invited anew",
      passes: 8 * DAY_MS,
      does: ["create"],
      writes: { [POST]: 1 },
      shows: { email: "ana@projectmember-next.example" },
    },
  ],
};

const anotherRole: NonNullable<Description["life"]>["drifted"] = {
  meanwhile: async ({ act, home, name }) => act.post(await path(act, home, name), { role: "member" }),
};
const takenOut: NonNullable<Description["life"]>["vanished"] = {
  title: "taken out by somebody, and put in again",
  meanwhile: async ({ act, home, name }) => act.delete(await path(act, home, name)),
};

/** Somebody who is in the organization already. */
export const projectMemberInOrganization: Description = {
  situation: "known",
  writes: {
    create: { [`POST ${USERS}`]: 1 },
    change: { [`POST ${USERS}/{user_id}`]: 1 },
    remove: { [`DELETE ${USERS}/{user_id}`]: 1 },
  },
  async home(act, name, emulators) {
    const home = await project(act, name);
    const { userId: user_id } = await person(emulators, `joana@${name}.example`);
    await act.post(`/organization/projects/${home.projectId}/users`, { user_id, role: "member" });
    await person(emulators, `ana@${name}.example`);
    return home;
  },
  declared: (home, name) => ({ ...home, email: `ana@${name}.example`, role: "member" }),
  changed: (home, name) => ({ ...home, email: `ana@${name}.example`, role: "owner" }),
  elsewhere: { onExpired: "projectMember", suspended: "projectMemberSuspended" },
  held,
  life: {
    drifted: anotherRole,
    vanished: takenOut,
  },
};

/** Somebody who is in the project, and stays in it while nobody else is let in. */
export const projectMemberSuspended: Description = {
  ...projectMemberInOrganization,
  situation: "suspended",
  remembers: true,
  imported: ({ projectId }, name) => `${projectId}/ana@${name}.example`,
  writes: {
    create: {},
    change: { [`POST ${USERS}/{user_id}`]: 1 },
    remove: { [`DELETE ${USERS}/{user_id}`]: 1 },
  },
  async home(act, name, emulators) {
    const home = await projectMemberInOrganization.home(act, name, emulators);
    const { data } = await act.get(`/organization/users?emails=ana@${name}.example`);
    await act.post(`/organization/projects/${home.projectId}/users`, { user_id: data[0].id, role: "member" });
    return home;
  },
  declared: (home, name) => ({ ...home, email: `ana@${name}.example`, role: "member", suspended: true }),
  unseen: ["suspended"],
  elsewhere: { onExpired: "projectMember" },
  life: {
    drifted: anotherRole,
    vanished: {
      ...takenOut,
      inputs: (home, name) => ({ ...home, email: `ana@${name}.example`, role: "member" }),
      writes: { [`POST ${USERS}`]: 1 },
    },
  },
};

async function path(act: ActingClient, { projectId }: Bag, name: string): Promise<string> {
  const { data } = await act.get(`/organization/users?emails=ana@${name}.example`);
  return `/organization/projects/${projectId}/users/${data[0].id}`;
}
