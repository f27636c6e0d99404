import { at, defineResource, z } from "../kit.ts";
import { workos } from "./client.ts";
import { vendorId } from "./fields.ts";

/**
 * That a member of an organization is in one of its groups. The API has no object for it; it lists the memberships of a
 * group. Its id is `groupId/organizationMembershipId`. Source: WorkOS API reference, "Group".
 * @removal takes the member out of the group
 */
export class GroupMembership extends defineResource(workos, "GroupMembership", {
  inputs: z.strictObject({
    organizationId: vendorId,
    groupId: vendorId,
    /** `om_…`; who has not accepted their invitation has none yet. */
    organizationMembershipId: z
      .string()
      .min(1, "is empty: whoever has not accepted their invitation has no membership to add yet"),
  }),
  parent: { organizationId: "workos:Organization", groupId: "workos:Group" },
  key: ["organizationMembershipId"],
  importId: "key",
  feed: {
    changes: ["group.member_added"],
    removals: ["group.member_removed"],
    about: (data, { groupId, organizationMembershipId }) =>
      data.group_id === groupId && data.organization_membership_id === organizationMembershipId,
  },
  async list(api, { organizationId, groupId }) {
    const path = at`/organizations/${organizationId}/groups/${groupId}/organization-memberships`;
    // By allow-list: each membership comes with the person it is of.
    return (await api.list<{ id: string }>(path)).map(({ id }) => ({ organizationMembershipId: id }));
  },
  async lookAgain(api, { groupId, organizationMembershipId }) {
    const path = at`/user_management/organization_memberships/${organizationMembershipId}/groups`;
    const groups = await api.list<{ id: string }>(path);
    return groups.some(({ id }) => id === groupId) ? { organizationMembershipId } : undefined;
  },
  id: ({ organizationMembershipId }, { groupId }) => `${groupId}/${organizationMembershipId}`,
  show: (row) => row,
  async ensure(api, { organizationId, groupId, organizationMembershipId }) {
    const body = { organization_membership_id: organizationMembershipId };
    await api.post(at`/organizations/${organizationId}/groups/${groupId}/organization-memberships`, body);
    return { organizationMembershipId }; // The answer is the group.
  },
  remove: (api, { organizationId, groupId, organizationMembershipId: member }) =>
    api.delete(at`/organizations/${organizationId}/groups/${groupId}/organization-memberships/${member}`),
}) {}
