import { z } from "zod";
import { description, permissions, resourceTypeSlug, roleSlug, shortName } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each, itemsAt, valueAt, type Written } from "../paths.ts";
import { catalogue } from "../resource-names.ts";
import { organizationType } from "../rules/roles.ts";
import { afterPermissions, catalogueSection, type FileOf } from "../section.ts";
import { oneOf } from "../words.ts";

const environmentRole = z.strictObject({
  slug: roleSlug.refine((slug) => !slug.startsWith("org-"), {
    error: "starts with org-, which is for roles of single tenants: declare it under their roles",
  }),
  name: shortName,
  description: description.exactOptional(),
  /** The whole set. Left out: those it has stay. */
  permissions: permissions.exactOptional(),
  /** What it is given on. @default organization */
  resourceType: resourceTypeSlug.exactOptional(),
  /** Declared, for policies. @default false */
  privileged: z.boolean().exactOptional(),
  /** WorkOS can't delete such a role. Without a choice, removing it from this file is refused. */
  onDelete: oneOf(["abandon", "strip"]).exactOptional(),
});
export type EnvironmentRoleConfig = z.output<typeof environmentRole>;

/** Roles that every tenant has. One that exists, such as `member`, is taken over on request. */
export const environmentRoles = catalogueSection({
  fields: { environmentRoles: z.array(environmentRole).exactOptional() },
  sharedBy: ["slug"],
  distinct: [{ items: ["environmentRoles", each], by: ["slug"] }],
  permissions: [["environmentRoles", each, "permissions", each]],
  declare: ({ environmentRoles }, context) =>
    inOrder(environmentRoles, ({ slug }) => slug).map(({ resourceType, ...role }) =>
      declaration(
        "workos:EnvironmentRole",
        [catalogue, role.slug],
        {
          ...only(role, "slug", "name", "description", "permissions", "onDelete"),
          ...(resourceType !== undefined && { resourceTypeSlug: resourceType }),
        },
        { after: afterPermissions(role.permissions, context) },
      ),
    ),
});

/** Resource types by slug, of roles as they are written; `undefined` where `fleet.yaml` has no such list. */
export function environmentRoleTypes(
  fleet: Written<FileOf<typeof environmentRoles>>,
): ReadonlyMap<string, string> | undefined {
  if (!Array.isArray(valueAt(fleet, ["environmentRoles"]))) return undefined;
  return new Map(
    itemsAt(fleet, ["environmentRoles", each]).flatMap(({ value }) => {
      const [slug, type = organizationType] = [valueAt(value, ["slug"]), valueAt(value, ["resourceType"])];
      return typeof slug === "string" && typeof type === "string" ? [[slug, type]] : [];
    }),
  );
}
