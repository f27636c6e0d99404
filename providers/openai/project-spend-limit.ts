import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { vendorId } from "./fields.ts";
import { type SpendLimitRow, showSpendLimit, spendLimit, spendLimitOutputs } from "./spend-limit.ts";
import { monthly } from "./usd.ts";

/**
 * What an OpenAI project may spend in a month at most: OpenAI refuses its requests beyond that. Its id is the project's. One that
 * is there already is taken over with a warning, and put back when this one is declared no more.
 * Source: OpenAI API reference, "Project spend limit". ASSUMED: a project without a limit is answered with 404.
 * @removal deletes, and nothing limits what the project spends; puts back the one that was there before
 */
export class ProjectSpendLimit extends defineResource(openai, "ProjectSpendLimit", {
  inputs: z.strictObject({
    projectId: vendorId,
    ...spendLimit,
  }),
  outputs: spendLimitOutputs,
  parent: { projectId: "openai:Project" },
  key: [],
  importId: "key",
  setting: { optional: true },
  async list(api, { projectId }) {
    const row = await api.find<SpendLimitRow>(at`/organization/projects/${projectId}/spend_limit`);
    return row ? [row] : [];
  },
  id: (_row, { projectId }) => projectId,
  show: showSpendLimit,
  ensure: (api, { projectId, monthlyUsd }) =>
    api.post(at`/organization/projects/${projectId}/spend_limit`, monthly(monthlyUsd)),
  sync: (api, _changes, { projectId, monthlyUsd }) =>
    api.post(at`/organization/projects/${projectId}/spend_limit`, monthly(monthlyUsd)),
  remove: (api, { projectId }) => api.delete(at`/organization/projects/${projectId}/spend_limit`),
}) {}
