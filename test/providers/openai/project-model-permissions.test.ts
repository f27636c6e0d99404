import { describe, expect, test } from "vitest";
import { ProjectModelPermissions } from "../../../providers/openai/project-model-permissions.ts";
import { project } from "../../resources/homes.ts";
import { useRuns } from "./runs.ts";

const { run, dana } = useRuns(ProjectModelPermissions);

const acme = async () => {
  const home = await project(dana(), "acme");
  return { home, path: `/organization/projects/${home.projectId}/model_permissions` };
};

test("a list that was there is put back, and with it what it denied", async () => {
  const { home, path } = await acme();
  await dana().post(path, { mode: "deny_list", model_ids: ["tts-1", "gpt-5"] });
  const first = run();
  const state = await first.up({ ...home, mode: "allow_list", modelIds: ["gpt-5-mini"] });
  expect(first.said).toEqual([expect.stringContaining("which existed already")]);
  await run().remove(state);
  const { mode, model_ids } = await dana().get(path);
  expect([mode, model_ids.sort()]).toEqual(["deny_list", ["gpt-5", "tts-1"]]);
});

test("a list of ours that somebody turned into another goes all the same where there was none", async () => {
  const { home, path } = await acme();
  const state = await run().up({ ...home, mode: "allow_list", modelIds: ["gpt-5"] });
  await dana().post(path, { mode: "allow_list", model_ids: [] });
  await run().remove(state);
  expect((await dana().request("GET", path)).status).toBe(404);
});

test("an empty list of what may be used is no missing list: nothing may be used", async () => {
  const { home, path } = await acme();
  const state = await run().up({ ...home, mode: "allow_list", modelIds: [] });
  expect(await dana().get(path)).toMatchObject({ mode: "allow_list", model_ids: [] });
  expect((await run().refresh(state))?.outs.modelIds).toEqual([]);
});

describe("an empty list of what may be used, which a run on another machine left that died before its state was written,", () => {
  const left = async () => {
    const { home, path } = await acme();
    await dana().post(path, { mode: "allow_list", model_ids: [] });
    return { home, path };
  };

  test("goes with the suspension that declares it, and a line says so", async () => {
    const { home, path } = await left();
    const first = run();
    const state = await first.up({ ...home, mode: "allow_list", modelIds: [] });
    expect(state.outs.before).toBeNull();
    expect(first.said.at(-1)).toMatch(/as its own: declared no more, it is deleted$/);
    await run().remove((await run().refresh(state)) ?? state);
    expect((await dana().request("GET", path)).status).toBe(404);
  });

  test("is put back where another one is declared: then it was somebody's", async () => {
    const { home, path } = await left();
    await run().remove(await run().up({ ...home, mode: "allow_list", modelIds: ["gpt-5"] }));
    expect(await dana().get(path)).toMatchObject({ mode: "allow_list", model_ids: [] });
  });
});
