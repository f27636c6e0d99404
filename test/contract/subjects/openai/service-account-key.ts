import { everyPage, project, type Subject, somebody } from "../subject.ts";

export const serviceAccountKey: Subject = {
  token: "openai:ServiceAccountKey",
  async home(emulators, name) {
    const { projectId } = await project(emulators, name);
    const path = `/organization/projects/${projectId}/service_accounts`;
    const { id } = await emulators.openai.as(somebody).post(path, { name, create_service_account_only: true });
    return { projectId, serviceAccountId: id };
  },
  declared: (home) => ({ ...home, name: "2026-q1" }),
  async held(emulators, { projectId }) {
    const rows = await everyPage(emulators, `/organization/projects/${projectId}/api_keys?owner_project_access=any`);
    return rows.map((row) => ({
      id: String(row.id),
      projectId,
      serviceAccountId: (row.owner as { service_account: { id: string } }).service_account.id,
      name: row.name,
    }));
  },
};
