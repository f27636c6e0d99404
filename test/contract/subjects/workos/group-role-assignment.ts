import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody, workspace } from "../subject.ts";

export const groupRoleAssignment: Subject = {
  token: "workos:GroupRoleAssignment",
  async home(emulators, name) {
    const home = await organization(emulators, name);
    const groups = `/organizations/${home.organizationId}/groups`;
    const { id } = await emulators.workos.as(somebody).post(groups, { name: "All" });
    return { groupId: id, ...(await workspace(emulators, home, name)) };
  },
  declared: (home) => home,
  async held({ workos }, { groupId }) {
    const { data } = await workos.as(somebody).get(`/authorization/groups/${groupId}/role_assignments`);
    return data.map(({ id, role, resource }: { id: string; role: Bag; resource: Bag }) => ({
      id,
      groupId,
      roleSlug: role.slug,
      resourceId: resource.id,
    }));
  },
};
