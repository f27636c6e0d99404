import { at, z } from "../../kit.ts";
import { type RoleRow, showRole } from "../role.ts";
import { ask, only, text } from "./question.ts";

export type RoleFound = Readonly<ReturnType<typeof found>>;

const some = z.strictObject({
  /** Those that the organization can give: its own and the environment's. Omitted: the environment's alone. */
  organizationId: text.optional(),
});
const one = some.extend({ slug: text });
export type RoleQuestion = Readonly<z.input<typeof some>>;

/** Roles in order of priority, the highest first. */
export const listRoles = (of: RoleQuestion = {}): Promise<readonly RoleFound[]> =>
  ask("listRoles", some, of, async (answers, { organizationId: id }) => {
    const path = id === undefined ? at`/authorization/roles` : at`/authorization/organizations/${id}/roles`;
    return (await answers.unpaged<RoleRow>(path)).map(found);
  });

/**
 * One role by its slug.
 * @throws UnansweredError when there is none
 */
export const getRole = (of: { readonly slug: string } & RoleQuestion): Promise<RoleFound> =>
  ask("getRole", one, of, async (answers, { slug, organizationId: id }) => {
    const ofEnvironment = at`/authorization/roles/${slug}`;
    const path = id === undefined ? ofEnvironment : at`/authorization/organizations/${id}/roles/${slug}`;
    const row = await answers.find<RoleRow>(path);
    return only(["role", "roles"], { slug, organizationId: id }, [row && found(row)]);
  });

const found = (row: RoleRow) => ({
  id: row.id,
  ...showRole(row),
  /** Whether every organization has it, or the one that was asked about alone. */
  of: row.type === "OrganizationRole" ? ("organization" as const) : ("environment" as const),
  resourceTypeSlug: row.resource_type_slug ?? "organization",
  /** RFC 3339. */
  createdAt: row.created_at,
});
