import type { Bag, Description } from "../description.ts";
import { member, organization, workspace, workspaceRole } from "../homes.ts";

const assignmentsOf = ({ organizationMembershipId }: Bag): string =>
  `/authorization/organization_memberships/${organizationMembershipId}/role_assignments`;

export const roleAssignment: Description = {
  at: "DELETE /authorization/organization_memberships/{organization_membership_id}/role_assignments/{role_assignment_id}",
  // A colleague gave the same role on another workspace, and the member has it on this one through a group.
  async home(act, name) {
    const organizationHome = await organization(act, name);
    const person = await member(act, organizationHome, `ana@${name}.example`);
    const { roleSlug } = await workspaceRole(act, name);
    const { resourceId } = await workspace(act, organizationHome, "attic");
    const { resourceId: other } = await workspace(act, organizationHome, "cellar");
    await act.post(assignmentsOf(person), { role_slug: roleSlug, resource_id: other });

    const groups = `/organizations/${organizationHome.organizationId}/groups`;
    const { id: groupId } = await act.post(groups, { name: "All" });
    await act.post(`${groups}/${groupId}/organization-memberships`, {
      organization_membership_id: person.organizationMembershipId,
    });
    await act.post(`/authorization/groups/${groupId}/role_assignments`, {
      role_slug: roleSlug,
      resource_id: resourceId,
    });
    return { ...person, roleSlug, resourceId };
  },
  declared: (home) => home,
  async held(act, { organizationMembershipId }) {
    const { data } = await act.get(`${assignmentsOf({ organizationMembershipId })}?resource_type_slug=workspace`);
    return data.map(({ id, role, resource }: { id: string; role: Bag; resource: Bag }) => ({
      id,
      organizationMembershipId,
      roleSlug: role.slug,
      resourceId: resource.id,
    }));
  },
};
