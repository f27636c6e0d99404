import { permissions, type Subject, somebody } from "../subject.ts";

export const environmentRole: Subject = {
  token: "workos:EnvironmentRole",
  stays: true,
  async home(emulators, name) {
    await permissions(emulators, name);
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
  // One without permissions was stripped of them, which is all that its removal can do.
  async held({ workos }, _home, name) {
    const { data } = await workos.as(somebody).get("/authorization/roles");
    return data
      .filter((row: { slug: string; permissions: string[] }) => row.slug === name && row.permissions.length > 0)
      .map((row: { id: string; permissions: string[]; [field: string]: unknown }) => ({
        id: row.id,
        slug: row.slug,
        name: row.name,
        description: row.description,
        permissions: row.permissions.toSorted(),
        resourceTypeSlug: row.resource_type_slug,
        onDelete: "strip",
      }));
  },
};
