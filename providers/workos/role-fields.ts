import { z } from "zod";
import { description } from "./description.ts";

/** Up to 48 lower-case letters and digits. Source: WorkOS documentation of roles; the API reference has the alphabet alone. */
export const roleSlug = z
  .string()
  .min(1)
  .max(48)
  .regex(
    /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/,
    "may hold lower-case letters and digits only, with a single - or _ between them",
  );

/** The same for a role of one organization. */
export const organizationRoleSlug = z
  .string()
  .max(48)
  .regex(
    /^org(?:-[a-z0-9]+)(?:[-_][a-z0-9]+)*$/,
    "must begin with org- and go on with lower-case letters and digits, with a single - or _ between them",
  );

/** What a role of the environment and a role of one organization have alike, beside the slug. */
export const roleFields = {
  /** Shown to people; up to 48 characters. */
  name: z.string().trim().min(1).max(48),
  /** Up to 150 characters; null, or nothing, for none. */
  description,
  /** Slugs of permissions that exist; the whole set, in any order. `[]` for none. */
  permissions: z
    .array(z.string().min(1).max(48))
    .transform((slugs) => [...new Set(slugs)].sort())
    .optional(),
  /** The type of resources that it is given on; such types are made in the dashboard. Omitted: `organization`. */
  resourceTypeSlug: z.string().min(1).max(48).optional(),
};

/** A role as the API answers it. */
export interface RoleRow {
  id: string;
  slug: string;
  name: string;
  description?: string | null;
  type?: string;
  resource_type_slug?: string;
  permissions?: string[];
}

/** The inputs that both kinds of roles show alike. */
export const shownRole = (row: RoleRow) => ({
  slug: row.slug,
  name: row.name,
  description: row.description || null,
  permissions: [...(row.permissions ?? [])].sort(),
  resourceTypeSlug: row.resource_type_slug,
});
