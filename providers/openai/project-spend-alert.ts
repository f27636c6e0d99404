import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { vendorId } from "./fields.ts";
import { alertBody, type SpendAlertRow, showSpendAlert, spendAlert } from "./spend-alert.ts";

/**
 * Mail to people once a project has spent an amount in a month; it stops nothing. OpenAI gives an alert no name, so its amount and
 * its recipients together tell which one is meant: of several that have both in common, none is touched.
 * Source: OpenAI API reference, "Project spend alerts".
 */
export class ProjectSpendAlert extends defineResource(openai, "ProjectSpendAlert", {
  inputs: z.strictObject({
    projectId: vendorId,
    ...spendAlert,
  }),
  parent: { projectId: "openai:Project" },
  key: ["monthlyUsd", "recipients"],
  list: (api, { projectId }) => api.list<SpendAlertRow>(at`/organization/projects/${projectId}/spend_alerts`),
  lookAgain: (api, { projectId, id }) => api.find(at`/organization/projects/${projectId}/spend_alerts/${id}`),
  show: showSpendAlert,
  ensure: (api, { projectId, ...alert }) =>
    api.post(at`/organization/projects/${projectId}/spend_alerts`, alertBody(alert)),
  sync: (api, _changes, { projectId, id, row, ...alert }) =>
    api.post(at`/organization/projects/${projectId}/spend_alerts/${id}`, alertBody(alert, row)),
  remove: (api, { projectId, id }) => api.delete(at`/organization/projects/${projectId}/spend_alerts/${id}`),
}) {}
