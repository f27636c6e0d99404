import { describe, expect, test } from "vitest";
import { ProjectDataRetention } from "../../../providers/openai/project-data-retention.ts";
import { ProjectHostedTools } from "../../../providers/openai/project-hosted-tools.ts";
import { ProjectModelPermissions } from "../../../providers/openai/project-model-permissions.ts";
import { ProjectRateLimit } from "../../../providers/openai/project-rate-limit.ts";
import { ProjectServiceTier } from "../../../providers/openai/project-service-tier.ts";
import { ProjectSpendLimit } from "../../../providers/openai/project-spend-limit.ts";
import { project } from "../../resources/homes.ts";
import { useRuns } from "./runs.ts";

/* What holds for every setting of a project. */

const SETTINGS = [
  ["rate_limits", ProjectRateLimit, { model: "gpt-5", requestsPerMinute: 5 }],
  ["hosted_tool_permissions", ProjectHostedTools, { mcp: false }],
  ["data_retention", ProjectDataRetention, { type: "zero_data_retention" }],
  ["model_permissions", ProjectModelPermissions, { mode: "deny_list", modelIds: ["gpt-5"] }],
  ["service_tier_settings", ProjectServiceTier, { default: "fast" }],
  ["spend_limit", ProjectSpendLimit, { monthlyUsd: 19.99 }],
] as const;

describe.each(SETTINGS)("%s", (name, resource, declared) => {
  const { emulator, run, dana } = useRuns(resource);
  const route = `/organization/projects/{project_id}/${name}`;

  test("of an archived project, whether it can still be read or not, its removal is none", async () => {
    for (const isShown of [true, false]) {
      const home = await project(dana(), `acme-${isShown}`);
      const state = await run().up({ ...home, ...declared });
      const body = await dana().get(route.replace("{project_id}", home.projectId));
      await dana().post(`/organization/projects/${home.projectId}/archive`);
      const answer = isShown
        ? { status: 200, body }
        : { status: 400, body: { error: { message: "archived", code: "project_archived" } } };
      const fault = emulator().faults.add({
        method: "GET",
        route,
        kind: "answer",
        ...answer,
        times: Number.POSITIVE_INFINITY,
      });
      await run().remove(state);
      fault.remove();
    }
  });

  test("of a project without an id is refused: such a path would be another one", async () => {
    await expect(run().up({ projectId: "", ...declared })).rejects.toThrow("projectId");
    expect(emulator().requests.log.filter(({ path }) => path.includes(name))).toEqual([]);
  });

  test("in a project that is archived cannot be set: the refusal says so", async () => {
    const home = await project(dana(), "acme");
    await dana().post(`/organization/projects/${home.projectId}/archive`);
    await expect(run().up({ ...home, ...declared })).rejects.toThrow("archived");
  });
});
