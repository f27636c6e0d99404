import { beforeEach, describe, expect, test } from "vitest";
import { ProjectRateLimit } from "../../../providers/openai/project-rate-limit.ts";
import { project } from "../../resources/homes.ts";
import { useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(ProjectRateLimit);

const ROUTE = "/organization/projects/{project_id}/rate_limits";

let home: { projectId: string };
let path: string;
beforeEach(async () => {
  home = await project(dana(), "acme");
  path = `/organization/projects/${home.projectId}/rate_limits`;
});

const limitsOf = async (model: string) =>
  (await dana().get(path)).data.find((row: { model: string }) => row.model === model);

describe("what only some models have", () => {
  test.each([
    ["gpt-image-1", { imagesPerMinute: 5 }, { max_images_per_1_minute: 5 }],
    ["whisper-1", { audioMegabytesPerMinute: 7 }, { max_audio_megabytes_per_1_minute: 7 }],
    ["tts-1", { requestsPerDay: 900 }, { max_requests_per_1_day: 900 }],
    ["gpt-5", { batchInputTokensPerDay: 0 }, { batch_1_day_max_input_tokens: 0 }],
  ])("%s: %j is set, and put back with nothing else", async (model, declared, theirs) => {
    const before = await limitsOf(model);
    const state = await run().up({ ...home, model, ...declared });
    expect(await limitsOf(model)).toEqual({ ...before, ...theirs });
    await run().remove(state);
    expect(await limitsOf(model)).toEqual(before);
  });

  test("is refused for another with the limits that it has", async () => {
    const attempt = run().up({ ...home, model: "gpt-5-mini", imagesPerMinute: 5 });
    await expect(attempt).rejects.toThrow(
      /400.*gpt-5-mini has requestsPerMinute, tokensPerMinute, batchInputTokensPerDay alone/s,
    );
  });
});

test("what somebody had set before is put back, not what every project begins with", async () => {
  await dana().post(`${path}/rl-gpt-5`, { max_requests_per_1_minute: 42 });
  const state = await run().up({ ...home, model: "gpt-5", requestsPerMinute: 500 });
  expect(state.outs.before).toEqual({ requestsPerMinute: 42 });
  await run().remove(state);
  expect(await limitsOf("gpt-5")).toMatchObject({ max_requests_per_1_minute: 42, max_tokens_per_1_minute: 2_000_000 });
});

test("more than the organization has is refused, and says so; what was before is known to the next run", async () => {
  const ours = { ...home, model: "gpt-5", requestsPerMinute: 10_001 };
  await expect(run().up(ours)).rejects.toThrow(/400.*No limit may be above the organization's own/s);
  const state = await run().up({ ...ours, requestsPerMinute: 9_999 });
  expect(state.outs.before).toEqual({ requestsPerMinute: 10_000 });
});

test("a model that the project has no limits of is refused with those that it has, and nothing is sent", async () => {
  const attempt = () =>
    expect(run().up({ ...home, model: "gpt-55", tokensPerMinute: 1 })).rejects.toThrow(
      /no rate limits of gpt-55 for proj_\w+.*It has some of gpt-5, gpt-5-mini, /s,
    );
  expect(await writes(attempt)).toEqual([]);
});

test("limits on a later page are found, where a page does not say where it ends", async () => {
  const first = await limitsOf("gpt-5");
  emulator().faults.add({
    method: "GET",
    route: ROUTE,
    kind: "answer",
    status: 200,
    body: { object: "list", data: [first], has_more: true },
  });
  await run().up({ ...home, model: "tts-1", requestsPerMinute: 3 });
  expect(await limitsOf("tts-1")).toMatchObject({ max_requests_per_1_minute: 3 });
});

test("a listing that goes on, but not where, is none: nothing is written, and nothing is gone", async () => {
  const state = await run().up({ ...home, model: "gpt-5", requestsPerMinute: 500 });
  const body = { object: "list", data: [], has_more: true };
  emulator().faults.add({
    method: "GET",
    route: ROUTE,
    kind: "answer",
    status: 200,
    body,
    times: Number.POSITIVE_INFINITY,
  });
  const attempts = async () => {
    await expect(run().up({ ...home, model: "tts-1", requestsPerMinute: 3 })).rejects.toThrow("but not where");
    await expect(run().refresh(state)).rejects.toThrow("but not where");
    await expect(run().remove(state)).rejects.toThrow("but not where");
  };
  expect(await writes(attempts)).toEqual([]);
});
