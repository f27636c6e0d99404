import type { OpenAI } from "openai";
import { type Api, advise, at, defineResource, fail, isInvalid, says, z } from "../kit.ts";
import { openai } from "./client.ts";
import { before, modelId, rateLimit, vendorId } from "./fields.ts";

export type LimitRow = OpenAI.Admin.Organization.Projects.ProjectRateLimit;

/** Our words for the limits, and OpenAI's. */
const LIMITS = {
  requestsPerMinute: "max_requests_per_1_minute",
  tokensPerMinute: "max_tokens_per_1_minute",
  imagesPerMinute: "max_images_per_1_minute",
  audioMegabytesPerMinute: "max_audio_megabytes_per_1_minute",
  requestsPerDay: "max_requests_per_1_day",
  batchInputTokensPerDay: "batch_1_day_max_input_tokens",
} as const;
type Limit = keyof typeof LIMITS;
const limits = Object.keys(LIMITS) as Limit[];

/**
 * What a project may ask of one model. Every project has limits for each model from the start, none above the organization's own;
 * a limit that is left out stays as it is. Its id is the project's and `rl-<model>`. Which limits there are beside requests and tokens a
 * minute depends on the model: others are refused by OpenAI. Source: OpenAI API reference, "Project rate limits".
 * @removal puts back what the declared limits were before, unless somebody changed one of them meanwhile
 */
export class ProjectRateLimit extends defineResource(openai, "ProjectRateLimit", {
  inputs: z.strictObject({
    projectId: vendorId,
    /** As OpenAI lists it, e.g. `gpt-5`, and the natural key within the project. */
    model: modelId,
    requestsPerMinute: rateLimit.optional(),
    tokensPerMinute: rateLimit.optional(),
    /** Of models that make images. */
    imagesPerMinute: rateLimit.optional(),
    /** Of models that listen. In megabytes. */
    audioMegabytesPerMinute: rateLimit.optional(),
    /** Of some models. */
    requestsPerDay: rateLimit.optional(),
    /** Of models that can be used in batches. */
    batchInputTokensPerDay: rateLimit.optional(),
  }),
  outputs: z.object({ before }),
  parent: { projectId: "openai:Project" },
  key: ["model"],
  immutable: ["model"],
  importId: "key",
  setting: {},
  feed: {
    changes: ["rate_limit.updated"],
    removals: ["rate_limit.deleted"],
    // The audit log does not say of which project the limits are that were changed.
    about: (data, { model }) => (says(data, { id: `rl-${model}` }) === false ? false : undefined),
    covers: {},
  },
  list: limitsIn,
  // OpenAI's own is the same in every project.
  id: (row, { projectId }) => `${projectId}/${row.id}`,
  show: showLimits,
  async ensure(api, { projectId, model }) {
    const models = (await limitsIn(api, { projectId })).map((row) => row.model).join(", ");
    throw fail(
      `OpenAI has no rate limits of ${model} for ${projectId}`,
      `Nothing was changed. It has some of ${models}.`,
    );
  },
  sync: (api, changes, { projectId, model, row }) =>
    api
      .post<LimitRow>(
        at`/organization/projects/${projectId}/rate_limits/${row.id}`,
        Object.fromEntries(limits.map((limit) => [LIMITS[limit], changes[limit]])),
      )
      .catch(
        advise(
          isInvalid,
          `No limit may be above the organization's own, and ${model} has ${limits.filter((limit) => row[LIMITS[limit]] !== undefined).join(", ")} alone`,
        ),
      ),
}) {}

/** A limit that the model does not have is undefined. */
export function showLimits(row: LimitRow): { model: string } & Partial<Record<Limit, number>> {
  return { model: row.model, ...Object.fromEntries(limits.map((limit) => [limit, row[LIMITS[limit]]])) };
}

function limitsIn(api: Api, { projectId }: { projectId: string }): Promise<LimitRow[]> {
  return api.list(at`/organization/projects/${projectId}/rate_limits`);
}
