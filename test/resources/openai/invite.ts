import type { Description } from "../description.ts";
import { everyPage, project } from "../homes.ts";

const LIST = "/organization/invites";
const POST = `POST ${LIST}`;
const DELETE = `DELETE ${LIST}/{invite_id}`;

const DAY_MS = 24 * 3600 * 1000;

export const invite: Description = {
  at: `DELETE ${LIST}/{invite_id}`,
  async home(act, name) {
    const { projectId } = await project(act, name);
    await act.post(LIST, { email: `joana@${name}.example`, role: "reader", projects: [] });
    return { projectId };
  },
  declared: ({ projectId }, name) => ({
    email: `ana@${name}.example`,
    role: "owner",
    projects: [{ id: projectId, role: "member" }],
  }),
  async held(act, _home, name) {
    const rows = await everyPage(act, LIST);
    return rows
      .filter(({ email }) => String(email).endsWith(`@${name}.example`))
      .map(({ id, email, role, projects, status }) => ({
        id: String(id),
        email,
        role,
        projects,
        ...(status === "accepted" ? { state: status } : {}),
      }));
  },
  life: { adopted: { title: "missing from state and taken over, not sent again" } },
  stages: [
    {
      title: "changed: taken back first, then sent again; no projects are none, not the default one",
      inputs: (_home, name) => ({ email: `Ana@${name}.example`, role: "reader", projects: [] }),
      does: ["delete-replaced", "replace", "create-replacement"],
      writes: { [POST]: 1, [DELETE]: 1 },
      shows: { email: "ana@invite-next.example", projects: [] },
    },
    {
      title: "accepted is what was wanted",
      meanwhile: ({ act, id }) => act.post(`/_emulator/invites/${id}/accept`, {}),
      does: ["same"],
      writes: {},
      shows: { email: "ana@invite-next.example", state: "accepted" },
    },
    {
      title: "another person: the accepted one stays accepted",
      inputs: (_home, name) => ({ email: `bo@${name}.example`, role: "reader", projects: [] }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      stays: { state: "accepted" },
    },
    {
      title: "expired is left as it is",
      passes: 8 * DAY_MS,
      does: ["same"],
      writes: {},
    },
  ],
};
