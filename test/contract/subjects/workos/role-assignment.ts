import type { Bag } from "../../provider-process.ts";
import { member, type Subject, somebody, workspace } from "../subject.ts";

export const roleAssignment: Subject = {
  token: "workos:RoleAssignment",
  async home(emulators, name) {
    const { organizationId, organizationMembershipId } = await member(emulators, name);
    return { organizationMembershipId, ...(await workspace(emulators, { organizationId }, name)) };
  },
  declared: (home) => home,
  async held({ workos }, { organizationMembershipId, resourceId }) {
    const assignments = `/authorization/organization_memberships/${organizationMembershipId}/role_assignments`;
    const { data } = await workos.as(somebody).get(`${assignments}?resource_id=${resourceId}`);
    return data.map(({ id, role, resource }: { id: string; role: Bag; resource: Bag }) => ({
      id,
      organizationMembershipId,
      roleSlug: role.slug,
      resourceId: resource.id,
    }));
  },
};
