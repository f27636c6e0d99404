import type { Bag, Description } from "../description.ts";
import { everyPage, project } from "../homes.ts";

const limitsOf = (projectId: unknown): string => `/organization/projects/${projectId}/rate_limits`;

const POST = "POST /organization/projects/{project_id}/rate_limits/{rate_limit_id}" as const;
const ONCE = { [POST]: 1 };

/** Only a model that makes images, one that listens, one that speaks and one for batches together have all of them. */
const OF_OTHER_MODELS = "test/providers/openai/project-rate-limit.test.ts";

export const projectRateLimit: Description = {
  at: POST,
  writes: { create: ONCE, remove: ONCE },
  alwaysThere: true,
  // The same model has limits in every project, and so has the model of nearly the same name in this one.
  async home(act, name) {
    const { projectId } = await project(act, name);
    await act.post(`${limitsOf(projectId)}/rl-gpt-5-mini`, { max_requests_per_1_minute: 100 });
    const other = await project(act, `${name}-eu`);
    await act.post(`${limitsOf(other.projectId)}/rl-gpt-5`, { max_requests_per_1_minute: 100 });
    return { projectId, neighbour: other.projectId };
  },
  declared: ({ projectId }) => ({
    projectId,
    model: "gpt-5",
    requestsPerMinute: 500,
    tokensPerMinute: 30_000,
    batchInputTokensPerDay: 90_000,
  }),
  changed: ({ projectId }) => ({
    projectId,
    model: "gpt-5",
    requestsPerMinute: 0,
    tokensPerMinute: 2_000_000,
    batchInputTokensPerDay: 1,
  }),
  elsewhere: {
    imagesPerMinute: OF_OTHER_MODELS,
    audioMegabytesPerMinute: OF_OTHER_MODELS,
    requestsPerDay: OF_OTHER_MODELS,
  },
  // The other models are bystanders too.
  async held(act, { projectId, neighbour }) {
    const found = [projectId, neighbour].map(async (each) =>
      (await everyPage(act, limitsOf(each))).map((row) => held(each, row)).filter((row) => !isAtFirst(row)),
    );
    return (await Promise.all(found)).flat();
  },
  life: {
    drifted: {
      meanwhile: ({ act, home }) =>
        act.post(`${limitsOf(home.projectId)}/rl-gpt-5`, { max_requests_per_1_minute: 7, max_tokens_per_1_minute: 7 }),
    },
  },
  stages: [
    {
      title: "a limit that is declared no more stays as it is",
      inputs: ({ projectId }) => ({ projectId, model: "gpt-5", tokensPerMinute: 40_000 }),
      does: ["update"],
      writes: ONCE,
      shows: { requestsPerMinute: 500, batchInputTokensPerDay: 90_000 },
    },
    {
      title: "declared again, it is put back with the others as it was then",
      inputs: (home, name) => ({ ...projectRateLimit.declared(home, name), requestsPerMinute: 500 }),
      meanwhile: ({ act, home }) =>
        act.post(`${limitsOf(home.projectId)}/rl-gpt-5`, {
          max_requests_per_1_minute: 10_000,
          batch_1_day_max_input_tokens: 200_000_000,
        }),
      does: ["update"],
      writes: ONCE,
    },
  ],
};

const held = (projectId: unknown, row: Bag) => ({
  id: `${projectId}/${row.id}`,
  projectId,
  model: row.model,
  requestsPerMinute: row.max_requests_per_1_minute,
  tokensPerMinute: row.max_tokens_per_1_minute,
  ...(row.batch_1_day_max_input_tokens !== undefined && { batchInputTokensPerDay: row.batch_1_day_max_input_tokens }),
});

/** As `gpt-5` is, and no other model, until somebody changes it. */
const isAtFirst = (row: Bag): boolean =>
  row.requestsPerMinute === 10_000 && row.tokensPerMinute === 2_000_000 && row.batchInputTokensPerDay === 200_000_000;
