import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { type SpendLimitRow, showSpendLimit, spendLimit, spendLimitOutputs } from "./spend-limit.ts";
import { monthly } from "./usd.ts";

const LIMIT = at`/organization/spend_limit`;

/**
 * What all projects of the OpenAI organization may spend in a month at most, together: OpenAI refuses every request beyond that.
 * One that is there already is taken over on request, and put back when this one is declared no more.
 * Source: OpenAI API reference, "Organization spend limit". ASSUMED: an organization without a limit is answered with 404.
 * @removal deletes, and nothing limits what the organization spends; puts back the one that was there before
 */
export class OrganizationSpendLimit extends defineResource(openai, "OrganizationSpendLimit", {
  inputs: z.strictObject(spendLimit),
  outputs: spendLimitOutputs,
  key: [],
  importId: ["id"],
  setting: { optional: true },
  async list(api) {
    const row = await api.find<SpendLimitRow>(LIMIT);
    return row ? [row] : [];
  },
  id: () => "spend_limit", // It has none of its own.
  show: showSpendLimit,
  ensure: (api, { monthlyUsd }) => api.post(LIMIT, monthly(monthlyUsd)),
  sync: (api, _changes, { monthlyUsd }) => api.post(LIMIT, monthly(monthlyUsd)),
  remove: (api) => api.delete(LIMIT),
}) {}
