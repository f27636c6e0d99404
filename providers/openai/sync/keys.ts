import type { OpenAI } from "openai";
import { type Api, at, fail, given, isNotFound, when } from "../../kit.ts";

type ProjectKeyRow = OpenAI.Admin.Organization.Projects.ProjectAPIKey;

/** The keys of a project, listed once in a run for all syncs: what the list shows without `owner_project_access` is not all. */
const collection = {
  token: "openai:ProjectKey",
  parentOf: (scope: string) => scope,
  list: async (api: Api, scope: string) =>
    (await api.list<ProjectKeyRow>(at`/organization/projects/${scope}/api_keys`, { owner_project_access: "any" })).map(
      shown,
    ),
  id: ({ id }: ReturnType<typeof shown>) => id,
};

export const keysOf = (api: Api, projectId: string) => api.snapshots.all(collection, projectId);

/** Of all projects, archived ones too. ASSUMED: a project that is not found has no keys. */
export async function keysOfAll(api: Api, projectIds: readonly string[]) {
  const none = when(isNotFound, () => []);
  return new Map(await Promise.all(projectIds.map(async (id) => [id, await keysOf(api, id).catch(none)] as const)));
}

/** By allow-list. */
function shown(row: ProjectKeyRow) {
  const { service_account: account, user } = given(row.owner, `owner of ${row.id}`);
  const owner = account ?? user;
  if (!owner) throw fail(`OpenAI does not say who owns ${row.id}`, "Nothing is concluded from it.");
  return {
    ...timesOf(row),
    ownerType: account ? "service_account" : "user",
    ownerId: owner.id,
    ownerHasAccess: given(row.owner_project_access, `owner_project_access of ${row.id}`) === "active",
  };
}

/** What keys of both kinds show. */
export const timesOf = (row: ProjectKeyRow | OpenAI.Admin.Organization.AdminAPIKey) => ({
  id: given(row.id, "id of a key"),
  name: row.name ?? null,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at ?? null,
  expiresAt: row.expires_at ?? null,
});
