import { expect, test } from "vitest";
import { ProjectHostedTools } from "../../../providers/openai/project-hosted-tools.ts";
import { project } from "../../resources/homes.ts";
import { useRuns } from "./runs.ts";

const { run, dana, writes } = useRuns(ProjectHostedTools);

test("the tools that are declared are put back, and the others are as somebody made them", async () => {
  const home = await project(dana(), "acme");
  const path = `/organization/projects/${home.projectId}/hosted_tool_permissions`;
  await dana().post(path, { web_search: { enabled: false } });
  const state = await run().up({ ...home, webSearch: true, mcp: false });
  expect(state.outs.before).toEqual({ webSearch: false, mcp: true });
  await dana().post(path, { code_interpreter: { enabled: false } });
  await run().remove(state);
  expect(await dana().get(path)).toEqual({
    file_search: { enabled: true },
    web_search: { enabled: false },
    image_generation: { enabled: true },
    mcp: { enabled: true },
    code_interpreter: { enabled: false },
  });
});

test("where every tool is so already, nothing is sent: neither when it is declared nor when it goes", async () => {
  const home = await project(dana(), "acme");
  const live = async () => run().remove(await run().up({ ...home, mcp: true }));
  expect(await writes(live)).toEqual([]);
});
