import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, valid } from "../errors.ts";
import { cursorPage, listed } from "../paging.ts";
import type { Scope, SpendAlert } from "../records.ts";
import { placesOf } from "../scopes.ts";
import type { OpenaiStore } from "../store.ts";
import { moneyMembers } from "./spend-limits.ts";

/** An update takes the same body, whole. */
const bodySchema = z.object({
  threshold_amount: z.int().min(0, "must not be negative"),
  ...moneyMembers,
  notification_channel: z.object({
    type: z.literal("email"),
    recipients: z.array(z.string()),
    subject_prefix: z.string().nullish(),
  }),
});

/** Of the organization and of each project: the same operations on two roots. No audit log tells of them. */
export function spendAlertEndpoints(store: OpenaiStore): Endpoint[] {
  const { spendAlerts } = store;
  return placesOf(store).flatMap(({ root, kind, read, change }) => {
    const base = `${root}/spend_alerts`;
    const existing = (scope: Scope, call: Call): SpendAlert => {
      const id = param(call, "alert_id");
      const alert = spendAlerts.get(id);
      if (alert?.scope !== scope) throw notFound("spend alert", id);
      return alert;
    };
    const fields = (call: Call) => {
      const { threshold_amount, notification_channel } = valid(bodySchema, call.body);
      return { threshold_amount, notification_channel };
    };
    const render = (alert: SpendAlert) => ({
      id: alert.id,
      object: `${kind}.spend_alert`,
      threshold_amount: alert.threshold_amount,
      currency: "USD",
      interval: "month",
      notification_channel: alert.notification_channel,
    });

    return [
      get(base, (call) => {
        const alerts = listed(spendAlerts, spendAlerts.group("scope", read(call)));
        const limit = { byDefault: 20, maximum: 100, minimum: 0 } as const;
        return { status: 200, body: cursorPage(alerts, call.query, render, { ordered: true, backwards: true, limit }) };
      }),

      post(base, (call) => {
        const scope = change(call);
        const alert = spendAlerts.insert({ id: store.id("alert_"), scope, ...fields(call) });
        return store.created(render(alert));
      }),

      get(`${base}/{alert_id}`, (call) => ({ status: 200, body: render(existing(read(call), call)) })),

      post(`${base}/{alert_id}`, (call) => {
        const alert = existing(change(call), call);
        return { status: 200, body: render(spendAlerts.replace({ ...alert, ...fields(call) })) };
      }),

      del(`${base}/{alert_id}`, (call) => {
        const { id } = existing(change(call), call);
        spendAlerts.delete(id);
        return { status: 200, body: { id, object: `${kind}.spend_alert.deleted`, deleted: true } };
      }),
    ];
  });
}
