import { member, type Subject, somebody } from "../subject.ts";

export const groupMembership: Subject = {
  token: "workos:GroupMembership",
  async home(emulators, name) {
    const home = await member(emulators, name);
    const groups = `/organizations/${home.organizationId}/groups`;
    const { id } = await emulators.workos.as(somebody).post(groups, { name: "All" });
    return { ...home, groupId: id };
  },
  declared: (home) => home,
  async held({ workos }, { organizationId, groupId }) {
    const members = `/organizations/${organizationId}/groups/${groupId}/organization-memberships`;
    const { data } = await workos.as(somebody).get(members);
    return data.map(({ id }: { id: string }) => ({
      id: `${groupId}/${id}`,
      organizationId,
      groupId,
      organizationMembershipId: id,
    }));
  },
};
