import type { OpenAI } from "openai";
import { at, defineResource, snakeCase, z } from "../kit.ts";
import { openai } from "./client.ts";
import { before, hostedTool, vendorId } from "./fields.ts";

type ToolsRow = OpenAI.Admin.Organization.Projects.ProjectHostedToolPermissions;

/**
 * Which of OpenAI's own tools a project may use. Every project has this setting from the start; a tool that is left out stays as
 * it is. Its id is the project's. Source: OpenAI API reference, "Project hosted tool permissions".
 * @removal puts back what the declared tools were before, unless somebody changed one of them meanwhile
 */
export class ProjectHostedTools extends defineResource(openai, "ProjectHostedTools", {
  inputs: z.strictObject({
    projectId: vendorId,
    fileSearch: hostedTool.optional(),
    webSearch: hostedTool.optional(),
    imageGeneration: hostedTool.optional(),
    mcp: hostedTool.optional(),
    codeInterpreter: hostedTool.optional(),
  }),
  outputs: z.object({ before }),
  parent: { projectId: "openai:Project" },
  key: [],
  importId: "key",
  setting: {},
  list: async (api, { projectId }) => [
    await api.get<ToolsRow>(at`/organization/projects/${projectId}/hosted_tool_permissions`),
  ],
  id: (_row, { projectId }) => projectId,
  show: (row) => ({
    fileSearch: row.file_search.enabled,
    webSearch: row.web_search.enabled,
    imageGeneration: row.image_generation.enabled,
    mcp: row.mcp.enabled,
    codeInterpreter: row.code_interpreter.enabled,
  }),
  ensure: (api, { projectId, ...tools }) =>
    api.post(at`/organization/projects/${projectId}/hosted_tool_permissions`, permissions(tools)),
  sync: (api, changes, { projectId }) =>
    api.post(at`/organization/projects/${projectId}/hosted_tool_permissions`, permissions(changes)),
}) {}

const permissions = (tools: Readonly<Record<string, unknown>>) =>
  snakeCase(Object.fromEntries(Object.entries(tools).map(([tool, enabled]) => [tool, { enabled }])));
