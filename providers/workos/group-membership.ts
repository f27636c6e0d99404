import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";

/** That a member is in a group. The API has no object for it; it lists the memberships of a group. */
interface GroupMemberRow {
  organizationId: string;
  groupId: string;
  organizationMembershipId: string;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  groupId: z.string().min(1),
  /** `om_…`; who has not accepted their invitation has none yet. */
  organizationMembershipId: z
    .string()
    .min(1, "is empty: whoever has not accepted their invitation has no membership to add yet"),
});

const membersOf = (organizationId: string, groupId: string): string =>
  `/organizations/${encodeURIComponent(organizationId)}/groups/${encodeURIComponent(groupId)}/organization-memberships`;

const idOf = ({ groupId, organizationMembershipId }: Omit<GroupMemberRow, "organizationId">): string =>
  `${groupId}/${organizationMembershipId}`;

const scopeOf = (organizationId: string, groupId: string): string => `${organizationId}/${groupId}`;

/** By group; its path names the organization too, so the scope is `organizationId/groupId`. */
export const groupMemberships: Collection<WorkosClient, GroupMemberRow> = {
  name: "group memberships",
  within: "workos:Group",
  parentOf: (scope) => scope.slice(scope.indexOf("/") + 1),
  async list(client, scope) {
    const [organizationId = "", groupId = ""] = scope.split("/");
    // By allow-list: each membership comes with the person it is of.
    const memberships = await noneIfGone(client.list<{ id: string }>(membersOf(organizationId, groupId)));
    return memberships.map(({ id }) => ({ organizationId, groupId, organizationMembershipId: id }));
  },
  id: idOf,
};

/**
 * That a member of an organization is in one of its groups. Its id is `groupId/organizationMembershipId`.
 * Source: WorkOS API reference, "Group".
 */
export class GroupMembership extends defineResource({
  vendor: workos,
  name: "GroupMembership",
  inputs,
  computed: z.object({}),
  identity: ["groupId", "organizationMembershipId"],
  immutable: ["organizationId", "groupId", "organizationMembershipId"],
  importId: ["organizationId", "groupId", "organizationMembershipId"],
  collection: groupMemberships,
  scope: ({ organizationId, groupId }) => scopeOf(organizationId, groupId),
  matches: (row, { organizationMembershipId }) => row.organizationMembershipId === organizationMembershipId,
  feed: {
    changes: ["group.member_added"],
    removals: ["group.member_removed"],
    concerns: (data, { inputs: { groupId, organizationMembershipId } }) =>
      data.group_id === groupId && data.organization_membership_id === organizationMembershipId,
  },

  describe: (row) => ({ id: idOf(row), inputs: { ...row }, computed: {} }),

  // The answer is the group.
  async ensure(client, { organizationId, groupId, organizationMembershipId }) {
    await client.post(membersOf(organizationId, groupId), { organization_membership_id: organizationMembershipId });
    return { organizationId, groupId, organizationMembershipId };
  },

  async remove(client, { inputs: { organizationId, groupId, organizationMembershipId } }) {
    await client.delete(`${membersOf(organizationId, groupId)}/${encodeURIComponent(organizationMembershipId)}`);
  },
}) {}
