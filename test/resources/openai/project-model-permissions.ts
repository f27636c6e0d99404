import type { Description } from "../description.ts";
import { project } from "../homes.ts";

const POST = "POST /organization/projects/{project_id}/model_permissions" as const;

const pathOf = (projectId: unknown): string => `/organization/projects/${projectId}/model_permissions`;

export const projectModelPermissions: Description = {
  at: POST,
  writes: {
    create: { [POST]: 1 },
    remove: { "DELETE /organization/projects/{project_id}/model_permissions": 1 },
  },
  // A project has one, so the bystander is another project's.
  async home(act, name) {
    const other = await project(act, `${name}-eu`);
    await act.post(pathOf(other.projectId), { mode: "allow_list", model_ids: ["gpt-5"] });
    return { ...(await project(act, name)), neighbour: other.projectId };
  },
  declared: ({ projectId }) => ({ projectId, mode: "allow_list", modelIds: ["gpt-5", "gpt-5-mini"] }),
  changed: ({ projectId }) => ({ projectId, mode: "deny_list", modelIds: ["tts-1"] }),
  async held(act, { projectId, neighbour }) {
    const found = [projectId, neighbour].map(async (each) => {
      const { status, body } = await act.request("GET", pathOf(each));
      return status === 404 ? [] : [{ id: String(each), projectId: each, mode: body.mode, modelIds: body.model_ids }];
    });
    return (await Promise.all(found)).flat();
  },
  life: {
    drifted: {
      meanwhile: ({ act, home }) => act.post(pathOf(home.projectId), { mode: "allow_list", model_ids: ["tts-1"] }),
    },
    vanished: { meanwhile: ({ act, home }) => act.delete(pathOf(home.projectId)) },
  },
  stages: [
    {
      title: "models in another order are the same list",
      inputs: (home, name) => ({
        ...projectModelPermissions.declared(home, name),
        modelIds: ["gpt-5-mini", "gpt-5"],
      }),
      does: ["same"],
      writes: {},
      shows: { modelIds: ["gpt-5", "gpt-5-mini"] },
    },
    {
      title: "none may be used at all",
      inputs: ({ projectId }) => ({ projectId, mode: "allow_list", modelIds: [] }),
      does: ["update"],
      writes: { [POST]: 1 },
    },
  ],
};
