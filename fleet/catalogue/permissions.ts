import { z } from "zod";
import { description, permissionSlug, resourceTypeSlug, shortName } from "../../providers/workos/fields.ts";
import { only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { each, itemsAt, textsAt } from "../paths.ts";
import { catalogue, nameOf } from "../resource-names.ts";
import { type Body, catalogueSection } from "../section.ts";

const permission = z.strictObject({
  slug: permissionSlug,
  name: shortName,
  description: description.exactOptional(),
  /** What it is about. @default organization */
  type: resourceTypeSlug.exactOptional(),
  /** Declared, for policies. @default false */
  privileged: z.boolean().exactOptional(),
});

const resource = z.strictObject({
  /** What the actions are done to, e.g. `pipelines`: the first half of each permission's slug. */
  code: permissionSlug,
  /** What can be done to it, e.g. `read`: the second halves. */
  actions: z.array(permissionSlug),
  /** Those of the actions whose permissions are privileged. Declared, for policies. */
  privileged: z.array(permissionSlug).exactOptional(),
  type: resourceTypeSlug.exactOptional(),
});

const fields = {
  /** What the application has. Each action on it becomes the permission `code:action`. */
  resourceTypes: z.array(resource).exactOptional(),
  /** Permissions beside those of `resourceTypes`, or instead of one with the same slug. */
  permissions: z.array(permission).exactOptional(),
};

/** The part of `fleet.yaml` that says which permissions exist. */
export const permissionFields = z.object(fields);
type CatalogueWords = z.output<typeof permissionFields>;
export type PermissionConfig = z.output<typeof permission>;

export const permissions = catalogueSection({
  fields,
  sharedBy: ["slug"],
  distinct: [
    { items: ["resourceTypes", each], by: ["code"] },
    { items: ["permissions", each], by: ["slug"] },
  ],
  bodyRules: [privilegedActionsExist],
  declare: (fleet) =>
    permissionsOf(fleet).map((permission, index, all) => {
      const before = all[index - 1];
      return declaration(
        "workos:Permission",
        [catalogue, permission.slug],
        {
          ...only(permission, "slug", "name", "description"),
          ...(permission.type !== undefined && { resourceTypeSlug: permission.type }),
        },
        // Each comes after the one before it. A role then depends on the last one alone, which stands for all: a dependency
        // on each of its permissions would make the role's state several times larger.
        { after: before ? [nameOf(catalogue, "workos:Permission", before.slug)] : [] },
      );
    }),
});

/**
 * Every permission of the fleet, by slug. A resource type stands for one permission per action, `pipelines:read` named
 * "Read pipelines"; an entry of `permissions` adds one or takes the place of a generated one.
 */
export function permissionsOf({ resourceTypes = [], permissions = [] }: CatalogueWords) {
  const generated = resourceTypes.flatMap(({ code, actions, privileged, type }) =>
    actions.map(
      (action): PermissionConfig => ({
        slug: `${code}:${action}`,
        name: capitalised(`${words(action)} ${words(code)}`),
        ...(type !== undefined && { type }),
        ...(privileged?.includes(action) && { privileged: true }),
      }),
    ),
  );
  const bySlug = new Map([...generated, ...permissions].map((entry) => [entry.slug, entry]));
  return [...bySlug.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

function privilegedActionsExist({ file, value: fleet }: Body<CatalogueWords>): Problem[] {
  return itemsAt(fleet, ["resourceTypes", each]).flatMap(({ path, value }) => {
    const actions = textsAt(value, ["actions", each]).map(({ text }) => text);
    return textsAt(value, ["privileged", each], path).flatMap(({ path, text }) => {
      if (actions.includes(text)) return [];
      const meant = nearest(text, actions);
      return [file.problem(path, `is none of the actions, ${meant ? `did you mean ${meant}?` : "add it there"}`)];
    });
  });
}

const words = (code: string): string => code.replace(/[-_.:]+/g, " ").trim();
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
