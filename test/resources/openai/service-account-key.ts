import type { Bag, Description } from "../description.ts";
import { everyPage, project, serviceAccount } from "../homes.ts";

const POST = "POST /organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys";
const DELETE = "DELETE /organization/projects/{project_id}/api_keys/{api_key_id}";

export const serviceAccountKey: Description = {
  dated: true,
  at: DELETE,
  writes: { create: { [POST]: 1 } },
  shownOnce: true,
  // A colleague's key of the same name speaks for another account of the same project.
  async home(act, name) {
    const home = await project(act, name);
    const { serviceAccountId } = await serviceAccount(act, home, name);
    const other = await serviceAccount(act, home, `${name} (EU)`);
    const accounts = `/organization/projects/${home.projectId}/service_accounts`;
    await act.post(`${accounts}/${other.serviceAccountId}/api_keys`, { name: "2026-q1" });
    return { ...home, serviceAccountId };
  },
  declared: (home) => ({
    ...home,
    name: "2026-q1",
    scopes: ["model.read", "model.request"],
    expiresInSeconds: 7_776_000,
  }),
  unseen: ["scopes", "expiresInSeconds"],
  async held(act, { projectId }) {
    const rows = await everyPage(act, `/organization/projects/${projectId}/api_keys?owner_project_access=any`);
    return rows.map(({ id, name, owner }) => ({
      id: String(id),
      projectId,
      serviceAccountId: (owner as { service_account: Bag }).service_account.id,
      name,
    }));
  },
  stages: [
    {
      title: "scopes in another order are the same",
      inputs: (home, name) => ({
        ...serviceAccountKey.declared(home, name),
        scopes: ["model.request", "model.read"],
      }),
      does: ["same"],
      writes: {},
    },
    {
      title: "a new name makes the new key before the old one goes",
      inputs: (home, name) => ({ ...serviceAccountKey.declared(home, name), name: "2026-q2" }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
    },
    {
      title: "other scopes under the same name: the old key goes once the new one is there",
      inputs: (home, name) => ({
        ...serviceAccountKey.declared(home, name),
        name: "2026-q2",
        scopes: ["model.read"],
      }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
    },
  ],
};
