import type { RoleAssignmentResponse } from "@workos-inc/node";
import { at, defineResource, z } from "../kit.ts";
import { workos } from "./client.ts";
import { roleSlug, timestamp, vendorId } from "./fields.ts";

/**
 * That one member has a role on one authorization resource. Source: WorkOS API reference, "Role assignment".
 * @removal takes the role; what comes through a group is never touched
 */
export class RoleAssignment extends defineResource(workos, "RoleAssignment", {
  inputs: z.strictObject({
    /** `om_…`; who has not accepted their invitation has none yet. */
    organizationMembershipId: z
      .string()
      .min(1, "is empty: whoever has not accepted their invitation has no membership to give a role to yet"),
    /** Of a role for the resource's type. */
    roleSlug,
    /** Id of the authorization resource that the role is given on. A role in the organization is the membership's own. */
    resourceId: vendorId,
  }),
  outputs: z.object({ createdAt: timestamp }),
  parent: { organizationMembershipId: "workos:OrganizationMembership" },
  key: ["roleSlug", "resourceId"],
  async list(api, { organizationMembershipId: member }) {
    const path = at`/authorization/organization_memberships/${member}/role_assignments`;
    const rows = await api.list<RoleAssignmentResponse>(path);
    // What comes through groups is listed too, and is nobody's to change here.
    return rows.filter(({ source }) => source?.type !== "group");
  },
  show: ({ role, resource, created_at }) => ({ roleSlug: role.slug, resourceId: resource.id, createdAt: created_at }),
  ensure: (api, { organizationMembershipId: member, roleSlug, resourceId }) =>
    api.post(at`/authorization/organization_memberships/${member}/role_assignments`, {
      role_slug: roleSlug,
      resource_id: resourceId,
    }),
  // By its id: the deletion by criteria could hit one that somebody made anew.
  remove: (api, { organizationMembershipId: member, id }) =>
    api.delete(at`/authorization/organization_memberships/${member}/role_assignments/${id}`),
}) {}
