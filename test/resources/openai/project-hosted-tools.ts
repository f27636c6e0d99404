import type { ActingClient } from "../../../emulators/index.ts";
import type { Description } from "../description.ts";
import { project } from "../homes.ts";

const POST = "POST /organization/projects/{project_id}/hosted_tool_permissions" as const;
const ONCE = { [POST]: 1 };

const pathOf = (projectId: unknown): string => `/organization/projects/${projectId}/hosted_tool_permissions`;

const enable = (act: ActingClient, projectId: unknown, tools: Record<string, boolean>) =>
  act.post(pathOf(projectId), Object.fromEntries(Object.entries(tools).map(([tool, enabled]) => [tool, { enabled }])));

export const projectHostedTools: Description = {
  at: POST,
  writes: { create: ONCE, remove: ONCE },
  alwaysThere: true,
  // A project has one, so the bystander is another project's.
  async home(act, name) {
    const other = await project(act, `${name}-eu`);
    await enable(act, other.projectId, { mcp: false });
    return { ...(await project(act, name)), neighbour: other.projectId };
  },
  declared: ({ projectId }) => ({
    projectId,
    fileSearch: true,
    webSearch: false,
    imageGeneration: true,
    mcp: false,
    codeInterpreter: true,
  }),
  changed: ({ projectId }) => ({
    projectId,
    fileSearch: false,
    webSearch: true,
    imageGeneration: false,
    mcp: true,
    codeInterpreter: false,
  }),
  // Where every tool is enabled, as in a new project, nobody decided anything.
  async held(act, { projectId, neighbour }) {
    const found = [projectId, neighbour].map(async (each) => {
      const row = await act.get(pathOf(each));
      const tools = {
        fileSearch: row.file_search.enabled,
        webSearch: row.web_search.enabled,
        imageGeneration: row.image_generation.enabled,
        mcp: row.mcp.enabled,
        codeInterpreter: row.code_interpreter.enabled,
      };
      return Object.values(tools).every(Boolean) ? [] : [{ id: String(each), projectId: each, ...tools }];
    });
    return (await Promise.all(found)).flat();
  },
  life: {
    drifted: { meanwhile: ({ act, home }) => enable(act, home.projectId, { mcp: false, web_search: false }) },
  },
  stages: [
    {
      title: "a tool that is declared no more stays as it is, whatever somebody makes it",
      inputs: ({ projectId }) => ({ projectId, webSearch: false }),
      meanwhile: ({ act, home }) => enable(act, home.projectId, { mcp: true }),
      does: ["update"],
      writes: {},
      shows: { mcp: true, codeInterpreter: true },
    },
  ],
};
