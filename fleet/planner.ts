import { catalogueSections } from "./catalogue/index.ts";
import { permissionsOf } from "./catalogue/permissions.ts";
import type { Declaration } from "./declaration.ts";
import type { LoadedFleet } from "./load.ts";
import { resourceNames } from "./resource-names.ts";
import type { PlanRequirements, TenantConfig } from "./schema.ts";
import type { Privileged, TenantContext } from "./section.ts";
import { type TenantFacts, tenantSections } from "./tenant/index.ts";

/**
 * From what the files say to the resources that make it so. Pure: no engine, no vendor, no clock. The order in which a
 * file lists things changes nothing.
 */

/** What policies see of a tenant. Declared values are complete: what the file leaves out has its default here. */
export type TenantInputs = TenantFacts & { readonly require: PlanRequirements };

export type TenantDeclarations = {
  readonly slug: string;
  readonly resourceName: string;
  readonly inputs: TenantInputs;
  /** Nothing of it can be deleted, except what its file declares no more, until the tenant is offboarding. */
  readonly protect: boolean;
  /** In an order in which whatever is referred to comes first. */
  readonly resources: readonly Declaration[];
};

/** What policies see of what all tenants share. */
export type CatalogueInputs = {
  readonly permissions: readonly { readonly slug: string; readonly privileged: boolean }[];
  readonly environmentRoles: readonly { readonly slug: string; readonly privileged: boolean }[];
};

export type FleetDeclarations = {
  readonly catalogue: { readonly inputs: CatalogueInputs; readonly resources: readonly Declaration[] };
  readonly tenants: readonly TenantDeclarations[];
};

export function declareFleet(fleet: LoadedFleet): FleetDeclarations {
  const { catalogue: config, today } = fleet;
  const permissions = permissionsOf(config);
  const last = permissions.at(-1);
  const context = { today, lastPermission: last && resourceNames.permission(last.slug) };

  const slugsWith = (all: readonly { slug: string; privileged?: boolean }[]): ReadonlySet<string> =>
    new Set(all.filter((one) => one.privileged).map(({ slug }) => slug));
  const inCatalogue = slugsWith(permissions);
  const environmentRoles = (config.environmentRoles ?? []).map(({ slug, privileged, permissions = [] }) => ({
    slug,
    privileged: privileged === true || permissions.some((permission) => inCatalogue.has(permission)),
  }));
  const privileged: Privileged = { permissions: inCatalogue, roles: slugsWith(environmentRoles) };

  const shared = settled(
    catalogueSections.flatMap((section) => section.declare(config, context)),
    { leaving: false },
  );
  return {
    catalogue: {
      inputs: {
        permissions: permissions.map(({ slug }) => ({ slug, privileged: inCatalogue.has(slug) })),
        environmentRoles: environmentRoles.toSorted((a, b) => (a.slug < b.slug ? -1 : 1)),
      },
      resources: shared,
    },
    tenants: fleet.tenants.map((tenant) => declareTenant(tenant, { ...context, privileged }, shared)),
  };
}

function declareTenant(
  tenant: TenantConfig,
  shared: Omit<TenantContext, "tenant" | "leaving">,
  catalogue: readonly Declaration[],
): TenantDeclarations {
  const leaving = tenant.status === "offboarding";
  const context = { ...shared, tenant: tenant.tenant, leaving };
  const facts: object[] = tenantSections.map((section) => section.facts(tenant, context));
  return {
    slug: tenant.tenant,
    resourceName: resourceNames.tenant(tenant.tenant),
    inputs: { ...(Object.assign({}, ...facts) as TenantFacts), require: tenant.require },
    protect: !leaving,
    resources: settled(
      tenantSections.flatMap((section) => section.declare(tenant, context)),
      { leaving, among: catalogue },
    ),
  };
}

/** Without what can't be waited for because nothing declares it, and with deletions of their own until all goes. */
function settled(
  resources: readonly Declaration[],
  { leaving, among = [] }: { leaving: boolean; among?: readonly Declaration[] },
): Declaration[] {
  const declared = new Set([...among, ...resources].map(({ resourceName }) => resourceName));
  return resources.map(({ after = [], deletedWith, ...resource }) => {
    const present = after.filter((name) => declared.has(name));
    return {
      ...resource,
      ...(present.length > 0 && { after: present }),
      ...(leaving && deletedWith !== undefined && { deletedWith }),
    };
  });
}
