import { nearest } from "../nearest.ts";
import { each, itemsAt, type Pattern, textsAt, valueAt } from "../paths.ts";
import type { Known, TenantRule } from "../section.ts";

/** What roles are for unless they say otherwise. */
export const organizationType = "organization";

/** WorkOS has it in every environment, whether a file says so or not. */
const everywhere = "member";

/**
 * Whoever has a role in the organization has one that exists, for organizations.
 *
 * Roles without the prefix belong to the environment: while `fleet.yaml` lists none of those, any may exist.
 */
export const rolesInOrganization =
  (used: Pattern): TenantRule =>
  ({ file, effective }, known) =>
    textsAt(effective, used).flatMap(({ path, text }) => {
      const missing = roleIsMissing(effective, text, known);
      if (missing) return [file.problem(path, missing)];
      const type = typeOfRole(effective, text, known);
      if (type === undefined || type === organizationType) return [];
      const advice = "give it by grants, on such a resource";
      return [
        file.problem(path, `"${text}" is a role on resources of type ${type}, not in the organization: ${advice}`),
      ];
    });

/** Why there is no such role. */
export function roleIsMissing(tenant: unknown, slug: string, { environmentRoles }: Known): string | undefined {
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
export function typeOfRole(tenant: unknown, slug: string, { environmentRoles }: Known): string | undefined {
  const own = rolesOf(tenant).find((role) => role.slug === slug);
  return own?.type ?? environmentRoles?.get(slug);
}

const rolesOf = (tenant: unknown): { slug: string; type: string }[] =>
  itemsAt(tenant, ["roles", each]).flatMap(({ value }) => {
    const [slug, type = organizationType] = [valueAt(value, ["slug"]), valueAt(value, ["resourceType"])];
    return typeof slug === "string" && typeof type === "string" ? [{ slug, type }] : [];
  });
