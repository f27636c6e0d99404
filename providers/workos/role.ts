import type { OrganizationRoleResponse } from "@workos-inc/node";
import { type Api, at, type Path } from "../kit.ts";
import { description, permissions, resourceTypeSlug, shortName } from "./fields.ts";

/** What a role of the environment and a role of one organization have alike, beside the slug. */
export const roleFields = {
  name: shortName,
  description: description.optional(),
  permissions: permissions.optional(),
  resourceTypeSlug: resourceTypeSlug.optional(),
};

export type RoleRow = OrganizationRoleResponse;

export const showRole = (row: RoleRow) => ({
  slug: row.slug,
  name: row.name,
  description: row.description || null,
  permissions: [...(row.permissions ?? [])].sort(),
  resourceTypeSlug: row.resource_type_slug,
});

/** A permission that goes is taken from the roles that have it, and nothing says that each of them has an event of its own. */
export const LOSES = { also: ["permission.deleted"] };

/** For `feed.about`: whether the role has the permission that went; `undefined` for another event. */
export const losesOne = (
  { slug }: Readonly<Record<string, unknown>>,
  permissions: readonly string[] | undefined,
  event: string,
): boolean | undefined =>
  event === "permission.deleted" ? typeof slug !== "string" || permissions?.includes(slug) === true : undefined;

/** Permissions have a path of their own. */
export async function syncRole(
  api: Api,
  path: Path,
  { permissions, ...fields }: { readonly permissions?: readonly string[] | undefined },
  row: RoleRow,
): Promise<RoleRow> {
  const role = Object.keys(fields).length > 0 ? await api.patch<RoleRow>(path, fields) : row;
  return permissions ? api.put<RoleRow>(at`${path}/permissions`, { permissions }) : role;
}
