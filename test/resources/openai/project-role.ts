import type { Bag, Description } from "../description.ts";
import { everyPage, project } from "../homes.ts";

const POST = "POST /projects/{project_id}/roles/{role_id}" as const;

const rolesOf = ({ projectId }: Bag): string => `/projects/${projectId}/roles`;

export const projectRole: Description = {
  at: POST,
  async home(act, name) {
    const home = await project(act, name);
    await act.post(rolesOf(home), { role_name: "Auditors", permissions: ["api.model.read"], description: "Read" });
    return home;
  },
  declared: (home) => ({ ...home, name: "Auditor", description: "Reads", permissions: ["api.model.read"] }),
  changed: (home) => ({
    ...home,
    name: "Auditor and more",
    description: null,
    permissions: ["api.model.read", "api.model.request"],
  }),
  async held(act, { projectId }) {
    const rows = await everyPage(act, rolesOf({ projectId }));
    return rows
      .filter(({ predefined_role }) => !predefined_role)
      .map(({ id, name, description, permissions }) => ({
        id: String(id),
        projectId,
        name,
        description,
        permissions: (permissions as string[]).toSorted(),
      }));
  },
  life: {
    // A name is written under another word than it is read.
    drifted: {
      meanwhile: ({ act, home, id }) =>
        act.post(`${rolesOf(home)}/${id}`, { role_name: "Boss", description: "All", permissions: [] }),
    },
  },
  stages: [
    {
      title: "what is declared no more is left as it is",
      inputs: (home) => ({ ...home, name: "Reader", permissions: ["api.model.read"] }),
      does: ["update"],
      writes: { [POST]: 1 },
      shows: { description: "Reads" },
    },
  ],
};
