import type { Bag, Description } from "../description.ts";
import { permissions } from "../homes.ts";

const ROLES = "/authorization/roles";
const PATCH = `PATCH ${ROLES}/{slug}` as const;
const PUT = `PUT ${ROLES}/{slug}/permissions`;

export const environmentRole: Description = {
  at: PATCH,
  writes: {
    create: { [`POST ${ROLES}`]: 1, [PUT]: 1 },
    change: { [PATCH]: 1, [PUT]: 1 },
    remove: { [PUT]: 1 }, // All that its removal can do is to take its permissions.
  },
  async home(act, name) {
    await permissions(act, name);
    await act.post(ROLES, { slug: `${name}-eu`, name: "Operator", description: "Runs it in Europe" });
    await act.put(`${ROLES}/${name}-eu/permissions`, { permissions: [`${name}:write`] });
    return {};
  },
  declared: (_home, name) => ({
    slug: name,
    name: "Operator",
    description: "Runs it",
    permissions: [`${name}:read`],
    resourceTypeSlug: "organization",
    onDelete: "strip",
  }),
  changed: (_home, name) => ({
    slug: name,
    name: "Operator and more",
    description: null,
    permissions: [`${name}:read`, `${name}:write`],
    resourceTypeSlug: "organization",
    onDelete: "strip",
  }),
  async held(act, _home, name) {
    const { data } = await act.get(ROLES);
    return data
      .filter(({ slug }: Bag) => slug === name || slug === `${name}-eu` || slug === `${name}-editor`)
      .map((row: Bag & { permissions: string[] }) => ({
        id: row.id,
        slug: row.slug,
        name: row.name,
        description: row.description,
        permissions: row.permissions.toSorted(),
        resourceTypeSlug: row.resource_type_slug,
      }));
  },
  left: (row, { onDelete }) => (onDelete === "abandon" ? row : { ...row, permissions: [] }),
  life: {
    drifted: {
      async meanwhile({ act, name }) {
        await act.patch(`${ROLES}/${name}`, { name: "Boss", description: "All" });
        await act.put(`${ROLES}/${name}/permissions`, { permissions: [] });
      },
    },
    vanished: null, // Nobody can delete it.
  },
  stages: [
    {
      title: "another choice about its removal sends nothing",
      inputs: (home, name) => ({ ...environmentRole.declared(home, name), onDelete: "abandon" }),
      does: ["update"],
      writes: {},
    },
    {
      title: "replaced by one for another type of resources, and abandoned as it is",
      inputs: (_home, name) => ({
        slug: `${name}-editor`,
        name: "Editor",
        permissions: [`${name}:write`],
        resourceTypeSlug: "workspace",
        onDelete: "strip",
      }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [`POST ${ROLES}`]: 1, [PUT]: 1 },
    },
  ],
};
