import type { CatalogueConfig, PermissionConfig } from "./schema.ts";

/**
 * Every permission of the fleet, by slug. A resource type stands for one permission per action, `pipelines:read` named
 * "Read pipelines"; an entry of `permissions` adds one or takes the place of a generated one.
 */
export function permissionsOf({ resourceTypes = [], permissions = [] }: CatalogueConfig): PermissionConfig[] {
  const generated = resourceTypes.flatMap(({ code, actions }) =>
    actions.map((action) => ({ slug: `${code}:${action}`, name: capitalised(`${words(action)} ${words(code)}`) })),
  );
  const written = permissions.map(({ slug, name, description }) => ({
    slug,
    name,
    ...(description !== undefined && { description }),
  }));
  const bySlug = new Map<string, PermissionConfig>([...generated, ...written].map((entry) => [entry.slug, entry]));
  return [...bySlug.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

const words = (code: string): string => code.replace(/[-_.:]+/g, " ").trim();
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
