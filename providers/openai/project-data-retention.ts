import type { OpenAI } from "openai";
import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { before, projectRetention, vendorId } from "./fields.ts";

type RetentionRow = OpenAI.Admin.Organization.Projects.ProjectDataRetention;

/**
 * What OpenAI keeps of what an OpenAI project sends. Every project has this setting from the start. Its id is the project's.
 * Source: OpenAI API reference, "Project data retention".
 * @removal sets `organization_default`, unless somebody changed it meanwhile; says what it was before, where that was another
 */
export class ProjectDataRetention extends defineResource(openai, "ProjectDataRetention", {
  inputs: z.strictObject({
    projectId: vendorId,
    type: projectRetention,
  }),
  outputs: z.object({ before }),
  parent: { projectId: "openai:Project" },
  key: [],
  importId: "key",
  setting: { neutral: { type: "organization_default" } },
  list: async (api, { projectId }) => [
    await api.get<RetentionRow>(at`/organization/projects/${projectId}/data_retention`),
  ],
  id: (_row, { projectId }) => projectId,
  show: ({ type }) => ({ type }),
  // What is shown as `type` is written as `retention_type`.
  ensure: (api, { projectId, type }) =>
    api.post(at`/organization/projects/${projectId}/data_retention`, { retention_type: type }),
  sync: (api, _changes, { projectId, type }) =>
    api.post(at`/organization/projects/${projectId}/data_retention`, { retention_type: type }),
}) {}
