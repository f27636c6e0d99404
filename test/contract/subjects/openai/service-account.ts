import { everyPage, project, type Subject } from "../subject.ts";

export const serviceAccount: Subject = {
  token: "openai:ServiceAccount",
  home: project,
  declared: (home) => ({ ...home, name: "Gateway", role: "member" }),
  changed: (home) => ({ ...home, name: "Big gateway", role: "owner" }),
  async held(emulators, { projectId }) {
    const rows = await everyPage(emulators, `/organization/projects/${projectId}/service_accounts`);
    return rows.map((row) => ({ id: String(row.id), projectId, name: row.name, role: row.role }));
  },
};
