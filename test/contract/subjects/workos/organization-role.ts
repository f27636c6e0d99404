import type { Bag } from "../../provider-process.ts";
import { organization, permissions, type Subject, somebody } from "../subject.ts";

export const organizationRole: Subject = {
  token: "workos:OrganizationRole",
  async home(emulators, name) {
    await permissions(emulators, name);
    return organization(emulators, name);
  },
  declared: (home, name) => ({
    ...home,
    slug: "org-billing",
    name: "Billing",
    description: "Pays",
    permissions: [`${name}:read`],
  }),
  changed: (home, name) => ({
    ...home,
    slug: "org-billing",
    name: "Billing and more",
    description: null,
    permissions: [`${name}:read`, `${name}:write`],
  }),
  async held({ workos }, { organizationId }) {
    const { data } = await workos.as(somebody).get(`/authorization/organizations/${organizationId}/roles`);
    return data
      .filter((row: Bag) => row.type === "OrganizationRole")
      .map((row: Bag) => ({
        id: row.id,
        organizationId,
        slug: row.slug,
        name: row.name,
        description: row.description,
        permissions: [...(row.permissions as string[])].sort(),
      }));
  },
};
