import { beforeEach, describe, expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const DAY = 24 * 60 * 60;
/** Midnight before the start. */
const MIDNIGHT = START_SECONDS - (START_SECONDS % DAY);
const FROM = MIDNIGHT - 3 * DAY;

const costs = async (query: string) => (await openai.get(`/organization/costs?start_time=${FROM}&${query}`)).body;
const usage = async (kind: string, query = "") =>
  (await openai.get(`/organization/usage/${kind}?start_time=${FROM}&${query}`)).body;

/** Days ago, project by name, and what it cost. */
let acme: string;
beforeEach(async () => {
  await openai.emulator.seed({
    projects: [
      {
        name: "acme",
        costs: [
          { at: MIDNIGHT - 2 * DAY, line_item: "gpt-5, input", value: 1.25, quantity: 1000, quantity_unit: "tokens" },
          { at: MIDNIGHT - 2 * DAY, line_item: "gpt-5, output", value: 0.505 },
          { at: MIDNIGHT - DAY, line_item: "gpt-5, input", value: 2 },
        ],
        usage: [
          {
            kind: "embeddings",
            at: MIDNIGHT - DAY + 60,
            dimensions: { model: "m1" },
            amounts: { input_tokens: 7, num_model_requests: 1 },
          },
          {
            kind: "embeddings",
            at: MIDNIGHT - DAY + 61,
            dimensions: { model: "m2" },
            amounts: { input_tokens: 5, num_model_requests: 2 },
          },
          { kind: "vector_stores", at: MIDNIGHT - DAY, amounts: { usage_bytes: 1024 } },
        ],
      },
    ],
  });
  acme = (await openai.get(PROJECTS)).body.data.at(-1).id;
});

describe("costs", () => {
  test("a bucket a day, from the start asked for until now, empty where nothing was spent", async () => {
    const body = await costs(`project_ids[]=${acme}`);
    expect(body).toMatchObject({ object: "page", has_more: false, next_page: null });
    expect(body.data.map((bucket: { start_time: number }) => bucket.start_time)).toEqual(
      [3, 2, 1, 0].map((days) => MIDNIGHT - days * DAY),
    );
    const results = body.data.map((bucket: { results: object[] }) => bucket.results);
    expect([results[0], results[3]]).toEqual([[], []]);
    expect(results[1]).toEqual([
      {
        object: "organization.costs.result",
        amount: { value: 1.755, currency: "usd" },
        project_id: null,
        line_item: null,
        api_key_id: null,
        quantity: null,
        quantity_unit: null,
      },
    ]);
  });

  test("grouped, each combination has a result of its own, and what was not asked for is null", async () => {
    const body = await costs(`project_ids=${acme}&group_by[]=line_item&group_by[]=project_id`);
    expect(body.data[1].results).toMatchObject([
      { project_id: acme, line_item: "gpt-5, input", amount: { value: 1.25 }, quantity: 1000, quantity_unit: "tokens" },
      { project_id: acme, line_item: "gpt-5, output", amount: { value: 0.505 }, api_key_id: null },
    ]);
    const byUser = await costs(`project_ids=${acme}&group_by=user_id&group_by=api_source`);
    expect(byUser.data[1].results).toMatchObject([{ user_id: null, api_source: "unlabeled" }]);
  });

  test("the default project has spent something from the start, by the key that was used", async () => {
    const { id } = await openai.defaultProject();
    const body = await costs(`project_ids=${id}&group_by=api_key_id`);
    const [result] = body.data[0].results;
    expect(result.amount.value).toBeGreaterThan(0);
    expect((await openai.get(`${PROJECTS}/${id}/api_keys/${result.api_key_id}`)).body.last_used_at).not.toBeNull();
    expect((await costs(`api_key_ids=${result.api_key_id}&line_items=nothing`)).data[0].results).toEqual([]);
  });

  test("seven buckets at most unless asked; pages go on where the last one ended", async () => {
    const long = `start_time=${MIDNIGHT - 9 * DAY}&end_time=${MIDNIGHT}`;
    const first = (await openai.get(`/organization/costs?${long}`)).body;
    expect([first.data.length, first.has_more]).toEqual([7, true]);
    const second = (await openai.get(`/organization/costs?${long}&page=${first.next_page}`)).body;
    expect([second.data[0].start_time, second.data.length, second.has_more, second.next_page]).toEqual([
      first.data.at(-1).end_time,
      2,
      false,
      null,
    ]);
    expect((await openai.get(`/organization/costs?${long}&limit=180`)).body.data).toHaveLength(9);
  });

  test("the end is exclusive", async () => {
    const body = await costs(`end_time=${MIDNIGHT - 2 * DAY}&project_ids=${acme}`);
    expect(body.data.map((bucket: { results: object[] }) => bucket.results)).toEqual([[]]);
  });

  test.each(["limit=181", "limit=0", "bucket_width=1h", "group_by=model", "page=next", "end_time=1", "end_time=soon"])(
    "%s is refused with 400",
    async (query) => {
      expect((await openai.get(`/organization/costs?start_time=${FROM}&${query}`)).status).toBe(400);
    },
  );

  test("the start is required", async () => {
    expect((await openai.get("/organization/costs")).body.error.param).toBe("start_time");
  });
});

describe("usage", () => {
  test.each([
    ["audio_speeches", "audio_speeches"],
    ["audio_transcriptions", "audio_transcriptions"],
    ["code_interpreter_sessions", "code_interpreter_sessions"],
    ["completions", "completions"],
    ["decisions", "decisions"],
    ["embeddings", "embeddings"],
    ["file_search_calls", "file_searches"],
    ["images", "images"],
    ["moderations", "moderations"],
    ["vector_stores", "vector_stores"],
    ["web_search_calls", "web_searches"],
  ] as const)("%s: results are called %s", async (kind, object) => {
    const amounts = { num_requests: 1, num_model_requests: 1 };
    await openai.emulator.seed({ projects: [{ name: "b", usage: [{ kind, at: MIDNIGHT, amounts }] }] });
    const [result] = (await usage(kind)).data.at(-1).results;
    expect(result).toMatchObject({ object: `organization.usage.${object}.result`, project_id: null });
  });

  test("amounts add up by what is grouped, and filters narrow", async () => {
    const day = async (query: string) => (await usage("embeddings", query)).data[2].results;
    expect(await day("")).toMatchObject([{ input_tokens: 12, num_model_requests: 3, model: null }]);
    expect(await day("group_by[]=model")).toMatchObject([
      { model: "m1", input_tokens: 7 },
      { model: "m2", input_tokens: 5 },
    ]);
    expect(await day("models[]=m2")).toMatchObject([{ input_tokens: 5 }]);
    expect(await day("project_ids=proj_other")).toEqual([]);
  });

  test("the end is exclusive within a bucket too, and so is what came before the start", async () => {
    const at = MIDNIGHT - DAY + 60;
    const tokens = async (query: string) => {
      const { data } = (await openai.get(`/organization/usage/embeddings?project_ids=${acme}&${query}`)).body;
      return data.at(-1).results[0]?.input_tokens;
    };
    expect(await tokens(`start_time=${MIDNIGHT - DAY}&end_time=${at}`)).toBeUndefined();
    expect(await tokens(`start_time=${MIDNIGHT - DAY}&end_time=${at + 1}`)).toBe(7);
    expect(await tokens(`start_time=${at + 1}&end_time=${MIDNIGHT}`)).toBe(5);
  });

  test("buckets of a minute, an hour and a day have limits of their own", async () => {
    const from = `start_time=${MIDNIGHT - DAY}`;
    const count = async (width: string) =>
      (await openai.get(`/organization/usage/embeddings?${from}&bucket_width=${width}`)).body.data.length;
    expect([await count("1m"), await count("1h"), await count("1d")]).toEqual([60, 24, 2]);
    const limited = async (query: string) =>
      (await openai.get(`/organization/usage/embeddings?${from}&${query}`)).status;
    expect(await limited("bucket_width=1m&limit=1441")).toBe(400);
    expect(await limited("bucket_width=1h&limit=169")).toBe(400);
    expect(await limited("limit=32")).toBe(400);
  });

  test("vector stores are grouped by project only", async () => {
    expect((await usage("vector_stores", "group_by=project_id")).data[2].results).toMatchObject([
      { project_id: acme, usage_bytes: 1024 },
    ]);
    expect((await openai.get(`/organization/usage/vector_stores?start_time=${FROM}&group_by=model`)).status).toBe(400);
  });

  test("batch jobs are told apart by true and false alone", async () => {
    const tokens = async (query: string) => {
      const { data } = await usage("completions", query);
      return data
        .flatMap(({ results }: { results: { input_tokens: number }[] }) => results)
        .reduce((sum: number, { input_tokens }: { input_tokens: number }) => sum + input_tokens, 0);
    };
    const all = await tokens("");
    expect(all).toBeGreaterThan(0);
    expect((await tokens("batch=true")) + (await tokens("batch=false"))).toBe(all);
    expect((await openai.get(`/organization/usage/completions?start_time=${FROM}&batch=some`)).status).toBe(400);
  });
});
