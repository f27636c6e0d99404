import type { Bag, Description } from "../description.ts";
import { member, organization } from "../homes.ts";

const LIST = "/organizations/{organizationId}/groups/{groupId}/organization-memberships";

const membersOf = ({ organizationId, groupId }: Bag): string =>
  `/organizations/${organizationId}/groups/${groupId}/organization-memberships`;

export const groupMembership: Description = {
  at: `DELETE ${LIST}/{omId}`,
  async home(act, name) {
    const home = await organization(act, name);
    const { id: groupId } = await act.post(`/organizations/${home.organizationId}/groups`, { name: "All" });
    const inGroup = { ...home, groupId };
    const joana = await member(act, home, `joana@${name}.example`);
    await act.post(membersOf(inGroup), { organization_membership_id: joana.organizationMembershipId });
    return { ...inGroup, ...(await member(act, home, `ana@${name}.example`)) };
  },
  declared: (home) => home,
  async held(act, { organizationId, groupId }) {
    const { data } = await act.get(membersOf({ organizationId, groupId }));
    return data.map(({ id }: Bag) => ({
      id: `${groupId}/${id}`,
      organizationId,
      groupId,
      organizationMembershipId: id,
    }));
  },
  life: {
    vanished: {
      title: "taken out by somebody, and added again",
      meanwhile: ({ act, home }) => act.delete(`${membersOf(home)}/${home.organizationMembershipId}`),
    },
  },
};
