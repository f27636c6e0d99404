import type { Bag, Description } from "../description.ts";

const LIST = "/authorization/permissions";

export const permission: Description = {
  at: `PATCH ${LIST}/{slug}`,
  async home(act, name) {
    await act.post(LIST, { slug: `${name}:see-all`, name: "See all", description: "Looks twice" });
    return {};
  },
  declared: (_home, name) => ({
    slug: `${name}:see`,
    name: "See",
    description: "Looks",
    resourceTypeSlug: "organization",
  }),
  changed: (_home, name) => ({
    slug: `${name}:see`,
    name: "See more",
    description: null,
    resourceTypeSlug: "organization",
  }),
  async held(act, _home, name) {
    const { data } = await act.get(`${LIST}?limit=100&order=desc`);
    return data
      .filter(({ slug }: Bag) => String(slug).startsWith(`${name}:`))
      .map((row: Bag) => ({
        id: row.id,
        slug: row.slug,
        name: row.name,
        description: row.description,
        resourceTypeSlug: row.resource_type_slug,
      }));
  },
  stages: [
    {
      title: "replaced under its own slug, for another type of resources: the old one goes first",
      inputs: (home, name) => ({ ...permission.declared(home, name), resourceTypeSlug: "workspace" }),
      does: ["delete-replaced", "replace", "create-replacement"],
      writes: { [`POST ${LIST}`]: 1, [`DELETE ${LIST}/{slug}`]: 1 },
    },
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: (_home, name) => ({ slug: `${name}:see`, name: "Look at it", resourceTypeSlug: "workspace" }),
      does: ["create"],
      writes: { [`PATCH ${LIST}/{slug}`]: 1 },
      shows: { description: "Looks" },
    },
  ],
};
