import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { each, itemsAt, type Path, type Pattern, textsAt, valueAt, type Written } from "../paths.ts";
import type { DraftTenant, FileOf, Known } from "../section.ts";
import type { roles } from "../tenant/roles.ts";

/** The part of a tenant's file that says which roles it has. */
export type WithRoles = FileOf<typeof roles>;

/** What roles are for unless they say otherwise. */
export const organizationType = "organization";

/** WorkOS has it in every environment, whether a file says so or not. */
const everywhere = "member";

/** Roles that somebody has in the organization exist, and are for organizations. */
export const unfitRoles = (tenant: DraftTenant<unknown>, used: readonly Pattern[], known: Known): Problem[] =>
  used.flatMap((pattern) => textsAt(tenant.effective, pattern)).flatMap((role) => unfitRole(tenant, role, known));

/**
 * The same of one role.
 *
 * Roles without the prefix `org-` belong to the environment. While `fleet.yaml` lists no environment roles, any of those may
 * exist in the dashboard.
 */
export function unfitRole(
  { file, effective }: DraftTenant<unknown>,
  { path, text }: { readonly path: Path; readonly text: string },
  known: Known,
): Problem[] {
  const tenant = effective as Written<WithRoles>;
  const missing = roleIsMissing(tenant, text, known);
  if (missing) return [file.problem(path, missing)];
  const type = typeOfRole(tenant, text, known);
  if (type === undefined || type === organizationType) return [];
  const advice = "give it by grants, on such a resource";
  return [file.problem(path, `"${text}" is a role on resources of type ${type}, not in the organization: ${advice}`)];
}

/** Why there is no such role. */
export function roleIsMissing(
  tenant: Written<WithRoles>,
  slug: string,
  { environmentRoles }: Known,
): string | undefined {
  if (slug.startsWith("org-")) {
    const declared = rolesOf(tenant).map((role) => role.slug);
    if (declared.includes(slug)) return undefined;
    const meant = nearest(slug, declared);
    return `this tenant has no role "${slug}", ${meant ? `did you mean ${meant}?` : "declare it under roles"}`;
  }
  if (environmentRoles === undefined || environmentRoles.has(slug) || slug === everywhere) return undefined;
  const meant = nearest(slug, [...environmentRoles.keys(), everywhere]);
  const advice = meant ? `did you mean ${meant}?` : "declare it under environmentRoles of fleet.yaml";
  return `the environment has no role "${slug}", ${advice}`;
}

/** What resources the role is for; `undefined` for a role that no file describes. */
export function typeOfRole(tenant: Written<WithRoles>, slug: string, { environmentRoles }: Known): string | undefined {
  const own = rolesOf(tenant).find((role) => role.slug === slug);
  return own?.type ?? environmentRoles?.get(slug);
}

const rolesOf = (tenant: Written<WithRoles>): { slug: string; type: string }[] =>
  itemsAt(tenant, ["roles", each]).flatMap(({ value }) => {
    const [slug, type = organizationType] = [valueAt(value, ["slug"]), valueAt(value, ["resourceType"])];
    return typeof slug === "string" && typeof type === "string" ? [{ slug, type }] : [];
  });
