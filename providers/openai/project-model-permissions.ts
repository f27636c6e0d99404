import type { OpenAI } from "openai";
import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { asSet, before, modelIds, modelMode, vendorId } from "./fields.ts";

type PermissionsRow = OpenAI.Admin.Organization.Projects.ProjectModelPermissions;

/**
 * Which models an OpenAI project may use: only those of a list, or all but those. OpenAI takes the whole list each time. Its id
 * is the project's. A list that is there already is taken over with a warning, and put back when this one is declared no more; but an
 * empty allow list that is declared too counts as none, for it may be of a suspension whose run died before its state was written.
 * Source: OpenAI API reference, "Project model permissions". ASSUMED: a project without a list is answered with 404, and
 * an empty allow list denies every model.
 * @removal deletes, and the project may use every model; puts back the list that was there before
 */
export class ProjectModelPermissions extends defineResource(openai, "ProjectModelPermissions", {
  inputs: z.strictObject({
    projectId: vendorId,
    mode: modelMode,
    modelIds,
  }),
  outputs: z.object({ before }),
  parent: { projectId: "openai:Project" },
  key: [],
  importId: "key",
  // Put back after a suspension, it would deny every model for good.
  setting: { optional: true, likelyOurs: { mode: "allow_list", modelIds: [] } },
  async list(api, { projectId }) {
    const row = await api.find<PermissionsRow>(at`/organization/projects/${projectId}/model_permissions`);
    return row ? [row] : [];
  },
  id: (_row, { projectId }) => projectId,
  show: (row) => ({ mode: row.mode, modelIds: asSet(row.model_ids) }),
  ensure: (api, { projectId, mode, modelIds }) =>
    api.post(at`/organization/projects/${projectId}/model_permissions`, { mode, model_ids: modelIds }),
  sync: (api, _changes, { projectId, mode, modelIds }) =>
    api.post(at`/organization/projects/${projectId}/model_permissions`, { mode, model_ids: modelIds }),
  remove: (api, { projectId }) => api.delete(at`/organization/projects/${projectId}/model_permissions`),
}) {}
