import { z } from "zod";
import { ask, only, text } from "./question.ts";

export interface RoleFound {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  /** Whether every organization has it, or the one that was asked about alone. */
  readonly of: "environment" | "organization";
  readonly resourceTypeSlug: string;
  /** Slugs, in alphabetical order. */
  readonly permissions: readonly string[];
}

export interface RoleQuestion {
  /** Those that the organization can give: its own and the environment's. Omitted: the environment's alone. */
  readonly organizationId?: string | undefined;
}

interface Row {
  id: string;
  slug: string;
  name: string;
  description?: string | null;
  type?: string;
  resource_type_slug?: string;
  permissions?: string[];
}

const some = z.strictObject({ organizationId: text.optional() });
const one = z.strictObject({ slug: text, organizationId: text.optional() });

const path = (organizationId: string | undefined): string =>
  organizationId === undefined
    ? "/authorization/roles"
    : `/authorization/organizations/${encodeURIComponent(organizationId)}/roles`;

/** Roles in order of priority, the highest first. */
export const listRoles = (of: RoleQuestion = {}): Promise<readonly RoleFound[]> =>
  ask("listRoles", some, of, async (answers, { organizationId }) =>
    (await answers.unpaged<Row>(path(organizationId))).map(found),
  );

/**
 * One role by its slug.
 * @throws UnansweredError when there is none
 */
export const getRole = (of: { readonly slug: string } & RoleQuestion): Promise<RoleFound> =>
  ask("getRole", one, of, async (answers, args) => {
    const row = await answers.find<Row>(`${path(args.organizationId)}/${encodeURIComponent(args.slug)}`);
    return only(["role", "roles"], args, row ? [found(row)] : []);
  });

const found = (row: Row): RoleFound => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description ?? null,
  of: row.type === "OrganizationRole" ? "organization" : "environment",
  resourceTypeSlug: row.resource_type_slug ?? "organization",
  permissions: [...(row.permissions ?? [])].sort(),
});
