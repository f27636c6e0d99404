import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";

interface AssignmentRow {
  id: string;
  group_id: string;
  role: { slug: string };
  resource: { id: string; resource_type_slug: string };
}

const inputs = z.strictObject({
  groupId: z.string().min(1),
  /** Of a role of the environment or of the organization. */
  roleSlug: z.string().min(1).max(48),
  /**
   * Id of the authorization resource that the role is given on. Omitted or null: the group's organization, whose own
   * resource can be named as well.
   */
  resourceId: z
    .string()
    .min(1)
    .nullish()
    .transform((id) => id ?? null),
});

const assignmentsOf = (groupId: string): string =>
  `/authorization/groups/${encodeURIComponent(groupId)}/role_assignments`;

/**
 * An organization is a resource as well, under an id of its own; here it is the group's own one, so null means it too.
 * Which of the two is shown goes by what is declared, and is left open without a declaration.
 */
function resourceIdOf({ resource }: AssignmentRow, declared: string | null | undefined): string | null | undefined {
  if (resource.resource_type_slug !== "organization" || declared === resource.id) return resource.id;
  return declared === undefined ? undefined : null;
}

export const groupRoleAssignments: Collection<WorkosClient, AssignmentRow> = {
  name: "group role assignments",
  within: "workos:Group",
  list: (client, groupId) => noneIfGone(client.list(assignmentsOf(groupId))),
  id: (row) => row.id,
};

/**
 * That the members of a group have a role, in their organization or on one of its resources.
 * Source: WorkOS API reference, "Group role assignment".
 */
export class GroupRoleAssignment extends defineResource({
  vendor: workos,
  name: "GroupRoleAssignment",
  inputs,
  computed: z.object({}),
  identity: ["groupId", "roleSlug", "resourceId"],
  immutable: ["groupId", "roleSlug", "resourceId"],
  importId: ["groupId", "id"],
  collection: groupRoleAssignments,
  scope: ({ groupId }) => groupId,
  matches: (row, { roleSlug, resourceId }) =>
    row.role.slug === roleSlug && resourceIdOf(row, resourceId) === resourceId,
  // WorkOS has no events about them.
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row, declared) => ({
    id: row.id,
    inputs: { groupId: row.group_id, roleSlug: row.role.slug, resourceId: resourceIdOf(row, declared.resourceId) },
    computed: {},
  }),

  ensure: (client, { groupId, roleSlug, resourceId }) =>
    client.post<AssignmentRow>(assignmentsOf(groupId), {
      role_slug: roleSlug,
      ...(resourceId === null ? {} : { resource_id: resourceId }),
    }),

  // By its id: the deletion by criteria could hit one that somebody made anew.
  async remove(client, { id, inputs: { groupId } }) {
    await client.delete(`${assignmentsOf(groupId)}/${encodeURIComponent(id)}`);
  },
}) {}
