import { z } from "zod";
import { del, type Endpoint, get, post } from "../../core/api.ts";
import { notFound, valid } from "../errors.ts";
import type { ModelPermissions } from "../records.ts";
import type { OpenaiStore } from "../store.ts";
import { activeProject, existingProject } from "./projects.ts";

/** The whole policy at once. */
const bodySchema = z.object({ mode: z.enum(["allow_list", "deny_list"]), model_ids: z.array(z.string()) });

/** No audit log tells of them. */
export function modelPermissionEndpoints(store: OpenaiStore): Endpoint[] {
  const { modelPermissions } = store;
  const base = "/organization/projects/{project_id}/model_permissions";
  const existing = (projectId: string): ModelPermissions => {
    const permissions = modelPermissions.get(projectId);
    // ASSUMED: what was never set is 404.
    if (!permissions) throw notFound("model permissions of project", projectId);
    return permissions;
  };

  return [
    get(base, (call) => ({ status: 200, body: render(existing(existingProject(store, call).id)) })),

    post(base, (call) => {
      const { id } = activeProject(store, call);
      const permissions = { id, ...valid(bodySchema, call.body) };
      const saved = modelPermissions.get(id)
        ? modelPermissions.replace(permissions)
        : modelPermissions.insert(permissions);
      return { status: 200, body: render(saved) };
    }),

    del(base, (call) => {
      modelPermissions.delete(existing(activeProject(store, call).id).id);
      return { status: 200, body: { object: "project.model_permissions.deleted", deleted: true } };
    }),
  ];
}

const render = ({ mode, model_ids }: ModelPermissions) => ({ object: "project.model_permissions", mode, model_ids });
