import { z } from "zod";
import { asSet, inOrder, only } from "../canonical.ts";
import { declaration, idOf } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { each, itemsAt, type Path, valueAt } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { epochsOf, nameInEpoch, rotation } from "../rotation.ts";
import { knownPermissions } from "../rules/permissions.ts";
import { afterPermissions, type DraftTenant, type Known, tenantSection } from "../section.ts";
import { line, permissionSlug } from "../words.ts";

const apiKey = z
  .strictObject({
    /** With an epoch, its label is appended. */
    name: line(200),
    /** The whole set; left out or `[]`, the key may do nothing that needs a permission. */
    permissions: z.array(permissionSlug).exactOptional(),
    /** Counted from creation and never sent again. */
    expiresInDays: z.int().min(1).max(3650).exactOptional(),
    expiresAt: z.iso
      .datetime({ offset: true, error: "must be a date and time such as 2027-01-01T00:00:00Z" })
      .nullable()
      .exactOptional(),
    rotation: rotation.exactOptional(),
  })
  .refine(({ expiresInDays, expiresAt }) => expiresInDays === undefined || expiresAt === undefined, {
    error: "a key has either expiresInDays or expiresAt, not both",
    path: ["expiresAt"],
  });

/** Keys with which the customer's programs use our product. */
export const apiKeys = tenantSection({
  shared: { apiKeys: z.array(apiKey).exactOptional() },
  distinct: [{ items: ["apiKeys", each], by: ["name"] }],
  bodyRules: [knownPermissions(["apiKeys", each, "permissions", each])],
  tenantRules: [epochsTakeNoOthersName],
  facts: ({ apiKeys }) => ({
    apiKeys: inOrder(apiKeys, ({ name }) => name).map((key) => ({
      ...only(key, "name", "expiresInDays", "expiresAt", "rotation"),
      permissions: asSet(key.permissions),
    })),
  }),
  declare: ({ apiKeys }, { tenant, today, ...context }) =>
    inOrder(apiKeys, ({ name }) => name).flatMap((key) =>
      epochsOf(key.rotation, today).map((epoch, index) =>
        declaration(
          "workos:OrganizationApiKey",
          resourceNames.apiKey(tenant, key.name, epoch.label),
          {
            name: nameInEpoch(key.name, epoch),
            permissions: asSet(key.permissions),
            ...only(key, "expiresInDays", "expiresAt"),
            ...only(epoch, "overlapHours"),
          },
          {
            refs: { organizationId: idOf(resourceNames.organization(tenant)) },
            after: afterPermissions(key.permissions, context),
            deletedWith: resourceNames.organization(tenant),
            // The value to use is the current epoch's.
            ...(index === 0 && { shows: [{ as: "apiKeys", name: key.name, property: "value" }] }),
          },
        ),
      ),
    ),
});

/** `ingest` in its epoch `eu` is called as a key named `ingest-eu` is. */
function epochsTakeNoOthersName({ file, effective }: DraftTenant, { today }: Known): Problem[] {
  const holders = new Map<string, Path>();
  return itemsAt(effective, ["apiKeys", each]).flatMap(({ path, value }) => {
    const read = z.object({ name: z.string().trim(), rotation: rotation.exactOptional() }).safeParse(value);
    if (!read.success) return [];
    return epochsOf(read.data.rotation, today).flatMap((epoch) => {
      const name = nameInEpoch(read.data.name, epoch);
      const holder = holders.get(name);
      holders.set(name, path);
      // Two of one name are reported as just that.
      if (holder === undefined || valueAt(effective, [...holder, "name"]) === valueAt(value, ["name"])) return [];
      const other = `the key in line ${file.lineOf([...holder, "name"])}`;
      return [file.problem([...path, "name"], `with its epoch it is called "${name}", and so is ${other}`)];
    });
  });
}
