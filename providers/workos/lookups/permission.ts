import type { PermissionResponse } from "@workos-inc/node";
import { at, z } from "../../kit.ts";
import { ask, only, text } from "./question.ts";

export type PermissionFound = Readonly<ReturnType<typeof found>>;

/** All permissions of the environment. */
export const listPermissions = (): Promise<readonly PermissionFound[]> =>
  ask("listPermissions", z.strictObject({}), {}, async (answers) =>
    (await answers.list<PermissionResponse>(at`/authorization/permissions`)).map(found),
  );

/**
 * One permission by its slug.
 * @throws UnansweredError when there is none
 */
export const getPermission = (of: { readonly slug: string }): Promise<PermissionFound> =>
  ask("getPermission", z.strictObject({ slug: text }), of, async (answers, { slug }) => {
    const row = await answers.find<PermissionResponse>(at`/authorization/permissions/${slug}`);
    return only(["permission", "permissions"], { slug }, [row && found(row)]);
  });

const found = (row: PermissionResponse) => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description ?? null,
  /** Made by WorkOS itself; roles can hold it, nobody can change it. */
  system: row.system ?? false,
  resourceTypeSlug: row.resource_type_slug ?? "organization",
});
