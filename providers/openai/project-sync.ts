import type { OpenAI } from "openai";
import { at, defineObservation, given, z } from "../kit.ts";
import { openai } from "./client.ts";
import { vendorId } from "./fields.ts";
import { ProjectSpendLimit } from "./project-spend-limit.ts";
import { ProjectUser } from "./project-user.ts";
import { ServiceAccount } from "./service-account.ts";
import { showSpendLimit } from "./spend-limit.ts";
import { keysOf } from "./sync/keys.ts";
import * as rows from "./sync/rows.ts";
import { syncSettings, unlessNew } from "./sync/settings.ts";

/**
 * What a project has at OpenAI, whoever put it there, as of the last listing. It is no object at OpenAI: policies and programs read it, it
 * declares nothing, and nothing is written to OpenAI for it. A refresh lists everything again once it is `everyHours` old.
 * @removal nothing at OpenAI: what is known is forgotten
 */
export class ProjectSync extends defineObservation(openai, "ProjectSync", {
  inputs: z.strictObject({ projectId: vendorId, ...syncSettings }),
  outputs: z.object({
    /** Null for one that is not there any more. An archived one is: `status` says so. */
    project: rows.projectRow.nullable(),
    users: z.array(rows.userRow),
    serviceAccounts: z.array(rows.accountRow),
    /** Of people and of service accounts. */
    apiKeys: z.array(rows.projectKeyRow),
    spendLimit: rows.spendLimitRow,
    feed: rows.feedState,
  }),
  scope: "projectId",
  isGone: ({ project }) => project === null,
  look: (api, { projectId, ...settings }, before) =>
    unlessNew(api, settings, before, async () => {
      const { snapshots } = api;
      const row = await api.find<OpenAI.Admin.Organization.Project>(at`/organization/projects/${projectId}`);
      const nothing = { users: [], serviceAccounts: [], apiKeys: [], spendLimit: null };
      if (!row) return { project: null, ...nothing };
      const project = projectOf(row);
      // What an archived one has can never be used again.
      if (project.status === "archived") return { project, ...nothing };
      const [users, serviceAccounts, apiKeys, [limit]] = await Promise.all([
        snapshots.all(ProjectUser.definition.collection, projectId),
        snapshots.all(ServiceAccount.definition.collection, projectId),
        keysOf(api, projectId),
        snapshots.all(ProjectSpendLimit.definition.collection, projectId),
      ]);
      return {
        project,
        users: users
          .map(({ userId, email, role }) => ({ id: userId, email: email?.toLowerCase() ?? null, role }))
          .sort(byId),
        serviceAccounts: serviceAccounts
          .map(({ id, name, role, created_at }) => ({
            id,
            name: name ?? null,
            role: role as string,
            createdAt: created_at,
          }))
          .sort(byId),
        apiKeys: apiKeys.toSorted(byId),
        spendLimit: limit ? { ...showSpendLimit(limit), enforcement: limit.enforcement?.status ?? null } : null,
      };
    }),
}) {}

export const projectOf = (row: OpenAI.Admin.Organization.Project) => ({
  id: row.id,
  name: row.name ?? null,
  status: row.status ?? null,
  createdAt: given(row.created_at, `created_at of ${row.id}`),
  archivedAt: row.archived_at ?? null,
});

export const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
