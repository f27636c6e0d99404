import { type Endpoint, get } from "../../core/api.ts";
import { bucketPage } from "../buckets.ts";
import { choice, choices, texts } from "../paging.ts";
import type { Usage } from "../records.ts";
import type { OpenaiStore } from "../store.ts";

const CALLER = ["project_id", "user_id", "api_key_id"];
const MODEL = [...CALLER, "model"];

/** Each kind's name in answers, which differs from the path for some; what adds up; and what it is grouped by. */
const KINDS = {
  audio_speeches: { object: "audio_speeches", amounts: ["characters", "num_model_requests"], dimensions: MODEL },
  audio_transcriptions: {
    object: "audio_transcriptions",
    amounts: ["seconds", "num_model_requests"],
    dimensions: MODEL,
  },
  code_interpreter_sessions: {
    object: "code_interpreter_sessions",
    amounts: ["num_sessions"],
    dimensions: ["project_id"],
  },
  completions: {
    object: "completions",
    amounts: ["input_tokens", "output_tokens", "num_model_requests"],
    dimensions: [...MODEL, "batch", "service_tier"],
  },
  /** Known to the SDK only. */
  decisions: {
    object: "decisions",
    amounts: ["input_tokens", "output_tokens", "num_model_requests"],
    dimensions: [...MODEL, "batch", "service_tier"],
  },
  embeddings: { object: "embeddings", amounts: ["input_tokens", "num_model_requests"], dimensions: MODEL },
  file_search_calls: {
    object: "file_searches",
    amounts: ["num_requests"],
    dimensions: [...CALLER, "vector_store_id"],
  },
  images: { object: "images", amounts: ["images", "num_model_requests"], dimensions: [...MODEL, "size", "source"] },
  moderations: { object: "moderations", amounts: ["input_tokens", "num_model_requests"], dimensions: MODEL },
  vector_stores: { object: "vector_stores", amounts: ["usage_bytes"], dimensions: ["project_id"] },
  web_search_calls: {
    object: "web_searches",
    amounts: ["num_model_requests", "num_requests"],
    dimensions: [...MODEL, "context_level"],
  },
};
export type UsageKind = keyof typeof KINDS;
export const USAGE_KINDS = Object.keys(KINDS) as UsageKind[];

/** Filters with the dimension that each one filters by. */
const FILTERS = {
  project_ids: "project_id",
  user_ids: "user_id",
  api_key_ids: "api_key_id",
  models: "model",
  batch: "batch",
  vector_store_ids: "vector_store_id",
  sources: "source",
  sizes: "size",
  context_levels: "context_level",
};

const WIDTHS = {
  "1m": { widthSeconds: 60, limit: { byDefault: 60, maximum: 1440 } },
  "1h": { widthSeconds: 60 * 60, limit: { byDefault: 24, maximum: 168 } },
  "1d": { widthSeconds: 24 * 60 * 60, limit: { byDefault: 7, maximum: 31 } },
};

export const usageEndpoints = (store: OpenaiStore): Endpoint[] =>
  USAGE_KINDS.map((kind) => {
    const { object, amounts, dimensions } = KINDS[kind];
    return get(`/organization/usage/${kind}`, ({ query, now }) => {
      const width = choice(query, "bucket_width", ["1m", "1h", "1d"]) ?? "1d";
      const filters = Object.entries(FILTERS)
        .filter(([, dimension]) => dimensions.includes(dimension))
        .map(([name, dimension]) => ({
          dimension,
          values: name === "batch" ? choices(query, name, ["true", "false"]) : texts(query, name),
        }));
      const records = [...store.usage.all].filter(
        (usage) =>
          usage.kind === kind &&
          filters.every(({ dimension, values }) => values?.includes(String(usage.dimensions[dimension])) ?? true),
      );
      const body = bucketPage(query, now, {
        records,
        ...WIDTHS[width],
        dimensions,
        render: (group, values) => ({
          object: `organization.usage.${object}.result`,
          ...Object.fromEntries(amounts.map((name) => [name, total(group, name)])),
          ...values,
        }),
      });
      return { status: 200, body };
    });
  });

const total = (group: readonly Usage[], amount: string): number =>
  group.reduce((sum, { amounts }) => sum + (amounts[amount] ?? 0), 0);
