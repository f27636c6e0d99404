import { z } from "zod";
import { del, type Endpoint, get, post } from "../../core/api.ts";
import { notFound, valid } from "../errors.ts";
import type { Scope, SpendLimit } from "../records.ts";
import { placesOf } from "../scopes.ts";
import type { OpenaiStore } from "../store.ts";

export const moneyMembers = { currency: z.literal("USD"), interval: z.literal("month") };
const bodySchema = z.object({ threshold_amount: z.int().min(1, "must be at least 1"), ...moneyMembers });

/** Of the organization and of each project: the same operations on two roots. No audit log tells of them. */
export function spendLimitEndpoints(store: OpenaiStore): Endpoint[] {
  const { spendLimits } = store;
  return placesOf(store).flatMap(({ root, kind, read, change }) => {
    const base = `${root}/spend_limit`;
    const existing = (scope: Scope): SpendLimit => {
      const limit = spendLimits.get(scope);
      // ASSUMED: what was never set is 404.
      if (!limit) throw notFound("spend limit", scope);
      return limit;
    };
    const render = (limit: SpendLimit) => ({
      object: `${kind}.spend_limit`,
      threshold_amount: limit.threshold_amount,
      currency: "USD",
      interval: "month",
      enforcement: { status: "inactive" },
    });

    return [
      get(base, (call) => ({ status: 200, body: render(existing(read(call))) })),

      post(base, (call) => {
        const id = change(call);
        const { threshold_amount } = valid(bodySchema, call.body);
        const limit = { id, threshold_amount };
        const saved = spendLimits.get(id) ? spendLimits.replace(limit) : spendLimits.insert(limit);
        return { status: 200, body: render(saved) };
      }),

      del(base, (call) => {
        spendLimits.delete(existing(change(call)).id);
        return { status: 200, body: { object: `${kind}.spend_limit.deleted`, deleted: true } };
      }),
    ];
  });
}
