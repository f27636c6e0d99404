import type { GroupRoleAssignmentResponse } from "@workos-inc/node";
import { type Api, at, defineResource, type Path, VendorError, z } from "../kit.ts";
import { workos } from "./client.ts";
import { roleSlug, timestamp, vendorId } from "./fields.ts";
import { sendTogether } from "./together.ts";

/**
 * That the members of a group have a role, in their organization or on one of its resources.
 * Source: WorkOS API reference, "Group role assignment".
 * @removal takes the role from the group
 */
export class GroupRoleAssignment extends defineResource(workos, "GroupRoleAssignment", {
  inputs: z.strictObject({
    groupId: vendorId,
    /** Of a role of the environment or of the organization. */
    roleSlug,
    /**
     * Id of the authorization resource that the role is given on. Omitted or null: the group's organization, whose own
     * resource can be named as well.
     */
    resourceId: vendorId.nullish().transform((id) => id ?? null),
  }),
  outputs: z.object({ createdAt: timestamp }),
  parent: { groupId: "workos:Group" },
  key: ["roleSlug", "resourceId"],
  list: (api, { groupId }) => api.list<GroupRoleAssignmentResponse>(rolesOf(groupId)),
  lookAgain: (api, { groupId, id }) => api.find(at`${rolesOf(groupId)}/${id}`),
  show: (row, declared) => ({
    roleSlug: row.role.slug,
    resourceId: resourceIdOf(row, declared.resourceId),
    createdAt: row.created_at,
  }),
  ensure: (api, { groupId, ...role }) =>
    sendTogether<Role, GroupRoleAssignmentResponse>(api, `the roles of ${groupId}`, role, {
      alone: (one) => api.post(rolesOf(groupId), bodyOf(one)),
      // That takes two requests, so two of them go one by one.
      together: (some, before) =>
        before && some.length > 2 ? giveTogether(api, rolesOf(groupId), some, before) : undefined,
    }),
  // By its id, one by one: several go by criteria alone, which could hit one that somebody made anew.
  remove: (api, { groupId, id }) => api.delete(at`${rolesOf(groupId)}/${id}`),
}) {}

interface Role {
  readonly roleSlug: string;
  readonly resourceId: string | null;
}

const rolesOf = (groupId: string): Path => at`/authorization/groups/${groupId}/role_assignments`;

const bodyOf = ({ roleSlug, resourceId }: Role) => ({ role_slug: roleSlug, resource_id: resourceId ?? undefined });

const isOf = (row: GroupRoleAssignmentResponse, { roleSlug, resourceId }: Role): boolean =>
  row.role.slug === roleSlug && resourceIdOf(row, resourceId) === resourceId;

/**
 * Gives several in one request. Its answer says nothing of them, so a list tells their ids. What the group had already was
 * skipped: a role that is older than the one that this run gave right `before` is a colleague's, and finds no row here, so that
 * its creation alone meets the conflict. What a colleague gives between these two requests cannot be told from ours.
 */
async function giveTogether(
  api: Api,
  path: Path,
  roles: readonly Role[],
  before: GroupRoleAssignmentResponse,
): Promise<(role: Role) => GroupRoleAssignmentResponse | undefined> {
  await api.patch(path, { add: roles.map(bodyOf) });
  const rows = await listedWith(api, path, roles).catch(() => []); // They are given: whoever misses theirs looks again.
  return (role) => {
    const row = rows.find((one) => isOf(one, role));
    if (row) return new Date(row.created_at) < new Date(before.created_at) ? undefined : row;
    const request = { vendor: "WorkOS", method: "PATCH", path: path.text, route: path.route };
    throw new VendorError("outcome unknown", request, `the role ${role.roleSlug} that it was to give is not listed`);
  };
}

const LOOKS = 8;
const LOOK_MS = 250;

/** Looks until all of them are listed, or long enough: a list may be behind what was written just before it. */
async function listedWith(api: Api, path: Path, roles: readonly Role[]): Promise<GroupRoleAssignmentResponse[]> {
  for (let look = 1; ; look++) {
    const rows = await api.list<GroupRoleAssignmentResponse>(path);
    if (look === LOOKS || roles.every((role) => rows.some((row) => isOf(row, role)))) return rows;
    await api.pause(LOOK_MS);
  }
}

/**
 * An organization is a resource as well, under an id of its own; here it is the group's own one, so null means it too.
 * Which of the two is shown goes by what is declared, and is left open without a declaration.
 */
function resourceIdOf({ resource }: GroupRoleAssignmentResponse, declared?: string | null): string | null | undefined {
  if (resource.resource_type_slug !== "organization" || declared === resource.id) return resource.id;
  return declared === undefined ? undefined : null;
}
