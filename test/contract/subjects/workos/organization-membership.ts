import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody } from "../subject.ts";

const role = (name: string): string => `the-${name}`;

export const organizationMembership: Subject = {
  token: "workos:OrganizationMembership",
  group: "memberships",
  async home(emulators, name) {
    const act = emulators.workos.as(somebody);
    await act.post("/authorization/roles", { slug: role(name), name: role(name) });
    const { id } = await act.post("/user_management/users", { email: `ana@${name}.example` });
    return { ...(await organization(emulators, name)), userId: id };
  },
  declared: (home, name) => ({ ...home, roles: [role(name)], status: "active" }),
  changed: (home) => ({ ...home, roles: ["member"], status: "inactive" }),
  async held({ workos }, { organizationId }) {
    const { data } = await workos
      .as(somebody)
      .get(
        `/user_management/organization_memberships?organization_id=${organizationId}&statuses=active,inactive,pending`,
      );
    return data.map((row: Bag & { roles: Bag[] }) => ({
      id: row.id,
      organizationId: row.organization_id,
      userId: row.user_id,
      roles: row.roles.map(({ slug }) => slug),
      status: row.status,
    }));
  },
};
