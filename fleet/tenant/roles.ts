import { z } from "zod";
import {
  description,
  organizationRoleSlug,
  permissions,
  resourceTypeSlug,
  shortName,
} from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { catalogue, nameOf } from "../resource-names.ts";
import { afterPermissions, tenantSection, watched } from "../section.ts";
import { inOrganization } from "./organization.ts";

/** Roles of this tenant alone, beside those of the environment. */
export const roles = tenantSection({
  shared: {
    roles: z
      .array(
        z.strictObject({
          slug: organizationRoleSlug,
          name: shortName,
          description: description.exactOptional(),
          /** The whole set; `[]` or nothing is a role without permissions. */
          permissions: permissions.exactOptional(),
          /** What it is given on. @default organization */
          resourceType: resourceTypeSlug.exactOptional(),
        }),
      )
      .exactOptional(),
  },
  distinct: [{ items: ["roles", each], by: ["slug"] }],
  permissions: [["roles", each, "permissions", each]],
  facts: ({ roles }, { privilegedRoles }) => ({
    roles: inOrder(roles, ({ slug }) => slug).map(({ slug, permissions = [] }) => ({
      slug,
      permissions,
      privileged: privilegedRoles.has(slug),
    })),
  }),
  declare: ({ roles }, { tenant, ...context }) =>
    inOrder(roles, ({ slug }) => slug).map(({ resourceType, ...role }) =>
      declaration(
        "workos:OrganizationRole",
        [tenant, role.slug],
        {
          ...only(role, "slug", "name", "description"),
          permissions: role.permissions ?? [],
          ...(resourceType !== undefined && { resourceTypeSlug: resourceType }),
        },
        {
          ...inOrganization(tenant),
          after: afterPermissions(role.permissions, context),
        },
      ),
    ),
  watch: ({ roles }, { tenant }) =>
    watched(roles, { list: "roles", of: "workos:OrganizationRole", within: inOrganization(tenant).refs }),
});

/** The resource of a role that somebody has: of this tenant, or of the environment if `fleet.yaml` declares it. */
export const roleResource = (tenant: string, slug: string): string =>
  slug.startsWith("org-")
    ? nameOf(tenant, "workos:OrganizationRole", slug)
    : nameOf(catalogue, "workos:EnvironmentRole", slug);
