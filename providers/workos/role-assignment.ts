import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";

interface AssignmentRow {
  id: string;
  organization_membership_id: string;
  role: { slug: string };
  resource: { id: string };
  /** `group`: the member has it through a group, and it goes with that. */
  source?: { type: "direct" | "group" };
}

const inputs = z.strictObject({
  /** `om_…`; who has not accepted their invitation has none yet. */
  organizationMembershipId: z
    .string()
    .min(1, "is empty: whoever has not accepted their invitation has no membership to give a role to yet"),
  /** Of a role for the resource's type. */
  roleSlug: z.string().min(1).max(48),
  /** Id of the authorization resource that the role is given on. A role in the organization is the membership's own. */
  resourceId: z.string().min(1),
});

const assignmentsOf = (membershipId: string): string =>
  `/authorization/organization_memberships/${encodeURIComponent(membershipId)}/role_assignments`;

/** What was given to the member; what comes through groups is listed too, and is nobody's to change here. */
export const roleAssignments: Collection<WorkosClient, AssignmentRow> = {
  name: "role assignments",
  within: "workos:OrganizationMembership",
  list: async (client, membershipId) =>
    (await noneIfGone(client.list<AssignmentRow>(assignmentsOf(membershipId)))).filter(
      ({ source }) => source?.type !== "group",
    ),
  id: (row) => row.id,
};

/**
 * That one member has a role on one authorization resource. Source: WorkOS API reference, "Role assignment".
 */
export class RoleAssignment extends defineResource({
  vendor: workos,
  name: "RoleAssignment",
  inputs,
  computed: z.object({}),
  identity: ["organizationMembershipId", "roleSlug", "resourceId"],
  immutable: ["organizationMembershipId", "roleSlug", "resourceId"],
  importId: ["organizationMembershipId", "id"],
  collection: roleAssignments,
  scope: ({ organizationMembershipId }) => organizationMembershipId,
  matches: (row, { roleSlug, resourceId }) => row.role.slug === roleSlug && row.resource.id === resourceId,
  // WorkOS has no events about them.
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row) => ({
    id: row.id,
    inputs: {
      organizationMembershipId: row.organization_membership_id,
      roleSlug: row.role.slug,
      resourceId: row.resource.id,
    },
    computed: {},
  }),

  ensure: (client, { organizationMembershipId, roleSlug, resourceId }) =>
    client.post<AssignmentRow>(assignmentsOf(organizationMembershipId), {
      role_slug: roleSlug,
      resource_id: resourceId,
    }),

  // By its id: the deletion by criteria could hit one that somebody made anew.
  async remove(client, { id, inputs: { organizationMembershipId } }) {
    await client.delete(`${assignmentsOf(organizationMembershipId)}/${encodeURIComponent(id)}`);
  },
}) {}
