import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { alertBody, type SpendAlertRow, showSpendAlert, spendAlert } from "./spend-alert.ts";

/**
 * Mail to people once all projects of the OpenAI organization together have spent an amount in a month; it stops nothing. OpenAI
 * gives an alert no name, so its amount and its recipients together tell which one is meant: of several that have both in
 * common, none is touched. Source: OpenAI API reference, "Organization spend alerts".
 */
export class OrganizationSpendAlert extends defineResource(openai, "OrganizationSpendAlert", {
  inputs: z.strictObject(spendAlert),
  key: ["monthlyUsd", "recipients"],
  list: (api) => api.list<SpendAlertRow>(at`/organization/spend_alerts`),
  lookAgain: (api, { id }) => api.find(at`/organization/spend_alerts/${id}`),
  show: showSpendAlert,
  ensure: (api, alert) => api.post(at`/organization/spend_alerts`, alertBody(alert)),
  sync: (api, _changes, { id, row, ...alert }) => api.post(at`/organization/spend_alerts/${id}`, alertBody(alert, row)),
  remove: (api, { id }) => api.delete(at`/organization/spend_alerts/${id}`),
}) {}
