import { z } from "zod";
import { ask, only, text } from "./question.ts";

export interface PermissionFound {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  /** Made by WorkOS itself; roles can hold it, nobody can change it. */
  readonly system: boolean;
  readonly resourceTypeSlug: string;
}

interface Row {
  id: string;
  slug: string;
  name: string;
  description?: string | null;
  system?: boolean;
  resource_type_slug?: string;
}

const path = "/authorization/permissions";
const all = z.strictObject({});
const one = z.strictObject({ slug: text });

/** All permissions of the environment. */
export const listPermissions = (): Promise<readonly PermissionFound[]> =>
  ask("listPermissions", all, {}, async (answers) => (await answers.list<Row>(path)).map(found));

/**
 * One permission by its slug.
 * @throws UnansweredError when there is none
 */
export const getPermission = (of: { readonly slug: string }): Promise<PermissionFound> =>
  ask("getPermission", one, of, async (answers, args) => {
    const row = await answers.find<Row>(`${path}/${encodeURIComponent(args.slug)}`);
    return only(["permission", "permissions"], args, row ? [found(row)] : []);
  });

const found = (row: Row): PermissionFound => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description ?? null,
  system: row.system ?? false,
  resourceTypeSlug: row.resource_type_slug ?? "organization",
});
