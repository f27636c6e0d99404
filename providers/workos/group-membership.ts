import { type Api, at, defineResource, says, z } from "../kit.ts";
import { workos } from "./client.ts";
import { vendorId } from "./fields.ts";
import { sendTogether } from "./together.ts";

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
    about: (data, { groupId: group_id, organizationMembershipId }, _stored, event) => {
      if (event === "user.deleted") return undefined; // Whose membership it is, is not known here.
      if (event === "organization_membership.deleted") return says(data, { id: organizationMembershipId });
      return says(data, { group_id, organization_membership_id: organizationMembershipId });
    },
    covers: { also: ["organization_membership.deleted", "user.deleted"] },
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
  async ensure(api, { organizationMembershipId, ...group }) {
    await change(api, group, { add: organizationMembershipId });
    return { organizationMembershipId }; // The answer is the group.
  },
  remove: (api, { organizationMembershipId, ...group }) => change(api, group, { remove: organizationMembershipId }),
}) {}

type Change = { readonly add: string } | { readonly remove: string };

/** Several changes of a group's members go as one request. */
function change(api: Api, { organizationId, groupId }: { organizationId: string; groupId: string }, change: Change) {
  const path = at`/organizations/${organizationId}/groups/${groupId}/organization-memberships`;
  return sendTogether<Change, unknown>(api, `the members of ${groupId}`, change, {
    alone: (one) =>
      "add" in one
        ? api.post(path, { organization_membership_id: one.add })
        : api.delete(at`/organizations/${organizationId}/groups/${groupId}/organization-memberships/${one.remove}`),
    async together(some) {
      await api.patch(path, {
        add: some.flatMap((one) => ("add" in one ? [one.add] : [])),
        remove: some.flatMap((one) => ("remove" in one ? [one.remove] : [])),
      });
      return (one) => one; // A member has no row of its own.
    },
  });
}
