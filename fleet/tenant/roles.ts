import { z } from "zod";
import { organizationRoleSlug } from "../../providers/workos/role-fields.ts";
import { asSet, inOrder, only } from "../canonical.ts";
import { declaration, idOf } from "../declaration.ts";
import { each } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { knownPermissions } from "../rules/permissions.ts";
import { afterPermissions, type Privileged, tenantSection } from "../section.ts";
import { description, line, permissionSlug, resourceType } from "../words.ts";

export const roles = tenantSection({
  shared: {
    roles: z
      .array(
        z.strictObject({
          slug: organizationRoleSlug,
          name: line(48),
          description: description.exactOptional(),
          /** The whole set; `[]` or nothing is a role without permissions. */
          permissions: z.array(permissionSlug).exactOptional(),
          /** What it is given on. @default organization */
          resourceType: resourceType.exactOptional(),
        }),
      )
      .exactOptional(),
  },
  distinct: [{ items: ["roles", each], by: ["slug"] }],
  bodyRules: [knownPermissions(["roles", each, "permissions", each])],
  facts: ({ roles }, { privileged }) => ({
    roles: inOrder(roles, ({ slug }) => slug).map(({ slug, permissions }) => ({
      slug,
      permissions: asSet(permissions),
      privileged: permissions?.some((permission) => privileged.permissions.has(permission)) ?? false,
    })),
  }),
  declare: ({ roles }, { tenant, ...context }) =>
    inOrder(roles, ({ slug }) => slug).map(({ resourceType, ...role }) =>
      declaration(
        "workos:OrganizationRole",
        resourceNames.role(tenant, role.slug),
        {
          ...only(role, "slug", "name", "description"),
          permissions: asSet(role.permissions),
          ...(resourceType !== undefined && { resourceTypeSlug: resourceType }),
        },
        {
          refs: { organizationId: idOf(resourceNames.organization(tenant)) },
          after: afterPermissions(role.permissions, context),
          deletedWith: resourceNames.organization(tenant),
        },
      ),
    ),
});

/** The resource of a role that somebody has: of this tenant, or of the environment if `fleet.yaml` declares it. */
export const roleResource = (tenant: string, slug: string): string =>
  slug.startsWith("org-") ? resourceNames.role(tenant, slug) : resourceNames.environmentRole(slug);

type Role = { readonly slug: string; readonly permissions?: readonly string[] };

/** Whether one of these roles is privileged: a role of the environment that says so, or one with such a permission. */
export const anyPrivileged = (slugs: readonly string[], roles: readonly Role[] = [], privileged: Privileged): boolean =>
  slugs.some(
    (slug) =>
      privileged.roles.has(slug) ||
      roles.some((role) => role.slug === slug && role.permissions?.some((it) => privileged.permissions.has(it))),
  );
