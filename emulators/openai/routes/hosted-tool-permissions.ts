import { z } from "zod";
import { type Endpoint, get, post } from "../../core/api.ts";
import { valid } from "../errors.ts";
import type { OpenaiStore } from "../store.ts";
import { activeProject, existingProject } from "./projects.ts";

const TOOLS = ["file_search", "web_search", "image_generation", "mcp", "code_interpreter"] as const;

const tool = z.object({ enabled: z.boolean() }).nullish();
const bodySchema = z.object({
  file_search: tool,
  web_search: tool,
  image_generation: tool,
  mcp: tool,
  code_interpreter: tool,
});

/** All tools are enabled until one is disabled. No audit log tells of them. */
export function hostedToolEndpoints(store: OpenaiStore): Endpoint[] {
  const base = "/organization/projects/{project_id}/hosted_tool_permissions";
  const disabledIn = (projectId: string) => store.hostedTools.get(projectId)?.disabled ?? [];
  const render = (projectId: string) =>
    Object.fromEntries(TOOLS.map((name) => [name, { enabled: !disabledIn(projectId).includes(name) }]));

  return [
    get(base, (call) => ({ status: 200, body: render(existingProject(store, call).id) })),

    // ASSUMED: null leaves a tool as it is.
    post(base, (call) => {
      const { id } = activeProject(store, call);
      const body = valid(bodySchema, call.body);
      const disabled = TOOLS.filter((name) => !(body[name]?.enabled ?? !disabledIn(id).includes(name)));
      if (store.hostedTools.get(id)) store.hostedTools.replace({ id, disabled });
      else store.hostedTools.insert({ id, disabled });
      return { status: 200, body: render(id) };
    }),
  ];
}
