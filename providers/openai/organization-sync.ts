import type { OpenAI } from "openai";
import { at, defineObservation, given, z } from "../kit.ts";
import { openai } from "./client.ts";
import { OrganizationSpendLimit } from "./organization-spend-limit.ts";
import { byId, projectOf } from "./project-sync.ts";
import { showSpendLimit } from "./spend-limit.ts";
import { costsByProject } from "./sync/costs.ts";
import { keysOfAll, timesOf } from "./sync/keys.ts";
import * as rows from "./sync/rows.ts";
import { syncSettings, unlessNew } from "./sync/settings.ts";

/**
 * What the OpenAI organization has, whoever put it there, as of the last listing: its projects, declared or not, its people, its admin
 * keys and what this month has cost. As `ProjectSync` it is no object at OpenAI. The keys of every project are listed for it, by a request
 * for each: OpenAI has listed such keys among the admin keys (reported in March 2026), so that they are taken out of those.
 * @removal nothing at OpenAI: what is known is forgotten
 */
export class OrganizationSync extends defineObservation(openai, "OrganizationSync", {
  inputs: z.strictObject(syncSettings),
  outputs: z.object({
    /** All there are, archived ones too. */
    projects: z.array(rows.anyProjectRow),
    /** Its members, owners among them. */
    users: z.array(rows.memberRow),
    /** Those that manage the organization; none of a project's is among them. */
    adminKeys: z.array(rows.adminKeyRow),
    spendLimit: rows.spendLimitRow,
    /** The month of `usd`, as `2026-11`, in UTC. */
    month: z.string(),
    /** What all of it has cost in this month, what belongs to no project included. */
    usd: z.number(),
    feed: rows.feedState,
  }),
  look: (api, settings, before) =>
    unlessNew(api, settings, before, async () => {
      // First: a key that a project is given from here on is in no way among these.
      const listed = await api.list<OpenAI.Admin.Organization.AdminAPIKey>(at`/organization/admin_api_keys`);
      const month = new Date(api.now()).toISOString().slice(0, 7);
      const [projects, users, [limit], costs] = await Promise.all([
        api.list<OpenAI.Admin.Organization.Project>(at`/organization/projects`, { include_archived: true }),
        api.list<OpenAI.Admin.Organization.OrganizationUser>(at`/organization/users`),
        api.snapshots.all(OrganizationSpendLimit.definition.collection, ""),
        costsByProject(api, month),
      ]);
      const keys = await keysOfAll(
        api,
        projects.map(({ id }) => id),
      );
      const ofProjects = new Set([...keys.values()].flat().map(({ id }) => id));
      return {
        projects: projects
          .map((row) => {
            const own = keys.get(row.id) ?? [];
            const uses = own.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
            const lastUsedAt = uses.length > 0 ? Math.max(...uses) : null;
            return { ...projectOf(row), keys: own.length, lastUsedAt, usd: costs.get(row.id) ?? 0 };
          })
          .sort(byId),
        users: users.map(personOf).sort(byId),
        adminKeys: listed
          .filter(({ id }) => !ofProjects.has(id))
          .map((row) => ({ ...timesOf(row), ownerType: row.owner?.type ?? null, ownerId: row.owner?.id ?? null }))
          .sort(byId),
        spendLimit: limit ? { ...showSpendLimit(limit), enforcement: limit.enforcement?.status ?? null } : null,
        month,
        usd: [...costs.values()].reduce((sum, usd) => sum + usd, 0),
      };
    }),
}) {}

/** By allow-list. */
const personOf = (row: OpenAI.Admin.Organization.OrganizationUser) => ({
  id: row.id,
  email: given(row.email, `email of ${row.id}`)?.toLowerCase() ?? null,
  role: row.role ?? null,
  addedAt: row.added_at ?? null,
  apiKeyLastUsedAt: row.api_key_last_used_at ?? null,
});
