import { z } from "zod";
import { type Endpoint, get, param, post } from "../../core/api.ts";
import { givenMembers } from "../changes.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { cursorPage, inOrder } from "../paging.ts";
import type { Limits } from "../records.ts";
import type { OpenaiStore } from "../store.ts";
import { activeProject, existingProject } from "./projects.ts";

/** The organization's limits, which every project begins with and none may exceed. ASSUMED: the numbers. */
const MODELS: ReadonlyMap<string, Limits> = new Map<string, Limits>([
  [
    "gpt-5",
    {
      max_requests_per_1_minute: 10_000,
      max_tokens_per_1_minute: 2_000_000,
      batch_1_day_max_input_tokens: 200_000_000,
    },
  ],
  [
    "gpt-5-mini",
    {
      max_requests_per_1_minute: 30_000,
      max_tokens_per_1_minute: 10_000_000,
      batch_1_day_max_input_tokens: 1_000_000_000,
    },
  ],
  ["gpt-image-1", { max_requests_per_1_minute: 500, max_tokens_per_1_minute: 500_000, max_images_per_1_minute: 50 }],
  ["text-embedding-3-large", { max_requests_per_1_minute: 10_000, max_tokens_per_1_minute: 5_000_000 }],
  ["tts-1", { max_requests_per_1_minute: 500, max_tokens_per_1_minute: 150_000, max_requests_per_1_day: 100_000 }],
  [
    "whisper-1",
    { max_requests_per_1_minute: 500, max_tokens_per_1_minute: 150_000, max_audio_megabytes_per_1_minute: 100 },
  ],
]);

const count = z.int().min(0, "must not be negative");
const updateSchema = z.object({
  max_requests_per_1_minute: count.optional(),
  max_tokens_per_1_minute: count.optional(),
  max_images_per_1_minute: count.optional(),
  max_audio_megabytes_per_1_minute: count.optional(),
  max_requests_per_1_day: count.optional(),
  batch_1_day_max_input_tokens: count.optional(),
});

export function rateLimitEndpoints(store: OpenaiStore): Endpoint[] {
  const base = "/organization/projects/{project_id}/rate_limits";
  const limitsOf = (projectId: string, model: string, limits: Limits): Limits =>
    store.rateLimitChanges.get(`${projectId}/${model}`)?.limits ?? limits;

  return [
    // ASSUMED: the largest page; clients in the field ask for this one.
    get(base, (call) => {
      const { id } = existingProject(store, call);
      const all = [...MODELS].map(([model, limits]) => render(model, limitsOf(id, model, limits)));
      const { omitLastId } = store.switches.values;
      const options = { backwards: true, limit: { byDefault: 100, maximum: 1000 }, omitLastId };
      const page = cursorPage(
        inOrder(all, (limit) => limit.id),
        call.query,
        (limit) => limit,
        options,
      );
      return { status: 200, body: page };
    }),

    post(`${base}/{rate_limit_id}`, (call) => {
      const project = activeProject(store, call);
      const rateLimitId = param(call, "rate_limit_id");
      const model = rateLimitId.replace(/^rl-/, "");
      const highest = MODELS.get(model);
      if (!highest || rateLimitId === model) throw notFound("rate limit", rateLimitId);
      const changes = givenMembers(valid(updateSchema, call.body));
      for (const [name, value] of Object.entries(changes)) {
        const bound = highest[name as keyof Limits];
        if (bound === undefined)
          throw refusal(`Invalid '${name}': ${model} has no such limit.`, { param: name, code: "invalid_value" });
        if (value > bound)
          throw refusal(`Invalid '${name}': the limit of the organization is ${bound}.`, {
            param: name,
            code: "invalid_value",
          });
      }
      const id = `${project.id}/${model}`;
      const changed = { id, project_id: project.id, limits: { ...limitsOf(project.id, model, highest), ...changes } };
      if (store.rateLimitChanges.get(id)) store.rateLimitChanges.replace(changed);
      else store.rateLimitChanges.insert(changed);
      const detail = { id: rateLimitId, changes_requested: changes };
      store.audit("rate_limit.updated", detail, call.actor, call.now, project.id);
      return { status: 200, body: render(model, changed.limits) };
    }),
  ];
}

const render = (model: string, limits: Limits) => ({
  object: "project.rate_limit",
  id: `rl-${model}`,
  model,
  ...limits,
});
