import type { GroupRoleAssignmentResponse } from "@workos-inc/node";
import { at, defineResource, z } from "../kit.ts";
import { workos } from "./client.ts";
import { roleSlug, timestamp, vendorId } from "./fields.ts";

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
  list: (api, { groupId }) =>
    api.list<GroupRoleAssignmentResponse>(at`/authorization/groups/${groupId}/role_assignments`),
  lookAgain: (api, { groupId, id }) => api.find(at`/authorization/groups/${groupId}/role_assignments/${id}`),
  show: (row, declared) => ({
    roleSlug: row.role.slug,
    resourceId: resourceIdOf(row, declared.resourceId),
    createdAt: row.created_at,
  }),
  ensure: (api, { groupId, roleSlug, resourceId }) =>
    api.post(at`/authorization/groups/${groupId}/role_assignments`, {
      role_slug: roleSlug,
      resource_id: resourceId ?? undefined,
    }),
  // By its id: the deletion by criteria could hit one that somebody made anew.
  remove: (api, { groupId, id }) => api.delete(at`/authorization/groups/${groupId}/role_assignments/${id}`),
}) {}

/**
 * An organization is a resource as well, under an id of its own; here it is the group's own one, so null means it too.
 * Which of the two is shown goes by what is declared, and is left open without a declaration.
 */
function resourceIdOf({ resource }: GroupRoleAssignmentResponse, declared?: string | null): string | null | undefined {
  if (resource.resource_type_slug !== "organization" || declared === resource.id) return resource.id;
  return declared === undefined ? undefined : null;
}
