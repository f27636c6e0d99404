import type { Bag, Description } from "../description.ts";
import { organization, permissions } from "../homes.ts";

const LIST = "/authorization/organizations/{organizationId}/roles";
const POST = `POST ${LIST}`;
const PATCH = `PATCH ${LIST}/{slug}` as const;
const PUT = `PUT ${LIST}/{slug}/permissions`;

const rolesOf = ({ organizationId }: Bag): string => `/authorization/organizations/${organizationId}/roles`;

export const organizationRole: Description = {
  at: PATCH,
  writes: { create: { [POST]: 1, [PUT]: 1 }, change: { [PATCH]: 1, [PUT]: 1 } },
  async home(act, name) {
    await permissions(act, name);
    const home = await organization(act, name);
    await act.post(rolesOf(home), { slug: "org-auditors", name: "Auditors", description: "Look in pairs" });
    await act.put(`${rolesOf(home)}/org-auditors/permissions`, { permissions: [`${name}:write`] });
    return home;
  },
  declared: (home, name) => ({
    ...home,
    slug: "org-auditor",
    name: "Auditor",
    description: "Looks",
    permissions: [`${name}:read`],
    resourceTypeSlug: "organization",
  }),
  changed: (home, name) => ({
    ...home,
    slug: "org-auditor",
    name: "Auditor and more",
    description: null,
    permissions: [`${name}:read`, `${name}:write`],
    resourceTypeSlug: "organization",
  }),
  async held(act, home) {
    const { data } = await act.get(rolesOf(home));
    return data
      .filter(({ type }: Bag) => type === "OrganizationRole")
      .map((row: Bag & { permissions: string[] }) => ({
        id: row.id,
        ...home,
        slug: row.slug,
        name: row.name,
        description: row.description,
        permissions: row.permissions.toSorted(),
        resourceTypeSlug: row.resource_type_slug,
      }));
  },
  life: {
    drifted: {
      async meanwhile({ act, home, name }) {
        await act.patch(`${rolesOf(home)}/org-auditor`, { name: "Boss" });
        await act.put(`${rolesOf(home)}/org-auditor/permissions`, { permissions: [`${name}:write`] });
      },
    },
  },
  stages: [
    {
      title: "permissions in another order, and one twice, are the same",
      inputs: (home, name) => ({
        ...organizationRole.changed?.(home, name),
        permissions: [`${name}:write`, `${name}:read`, `${name}:write`],
      }),
      does: ["update"],
      writes: { [PATCH]: 1, [PUT]: 1 },
      shows: { permissions: ["organizationrole-next:read", "organizationrole-next:write"] },
    },
    {
      title: "all permissions taken, and what is declared no more left as it is",
      inputs: (home) => ({ ...home, slug: "org-auditor", name: "Auditor and more", permissions: [] }),
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: { description: null },
    },
    {
      title: "replaced under another slug, for another type of resources",
      inputs: (home) => ({ ...home, slug: "org-keeper", name: "Keeper", resourceTypeSlug: "workspace" }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [`DELETE ${LIST}/{slug}`]: 1 },
      shows: { description: null, permissions: [] },
    },
  ],
};
