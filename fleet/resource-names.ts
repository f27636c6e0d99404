/**
 * Names by which the engine knows resources. A name is identity: change one and the engine deletes the old resource and
 * creates a new one. So names come from natural keys alone, never from list positions, display names or vendor ids, and
 * this file is the only one that makes them.
 *
 * `acme`, `acme/organization`, `acme/role/org-engineer`, `acme/key/acme-api/main`. The first part is the tenant; a key
 * of a tenant holds no slash, and slashes in other parts are escaped, so that no two resources of a fleet share a name.
 */
export const resourceNames = {
  tenant: (tenant: string) => tenant,
  organization: (tenant: string) => name(tenant, "organization"),
  domain: (tenant: string, domain: string) => name(tenant, "domain", domain),
  role: (tenant: string, slug: string) => name(tenant, "role", slug),
  invitation: (tenant: string, email: string) => name(tenant, "invitation", email),
  project: (tenant: string) => name(tenant, "project"),
  serviceAccount: (tenant: string, account: string) => name(tenant, "service-account", account),
  key: (tenant: string, account: string, key: string) => name(tenant, "key", account, key),
  /** No kind of a tenant is called `permission`, so a tenant called `catalogue` does no harm. */
  permission: (slug: string) => name("catalogue", "permission", slug),
};

/** The tenant whose file declares the resource of this name, if a file does. */
export function tenantOf(resourceName: string): string | undefined {
  const [tenant, kind, natural] = resourceName.split("/");
  return kind !== undefined && natural !== "" && kinds.has(kind) ? tenant : undefined;
}

const kinds = new Set(["organization", "domain", "role", "invitation", "project", "service-account", "key"]);

const name = (...parts: string[]): string => parts.map(escaped).join("/");

const escaped = (part: string): string => part.replace(/[%/]/g, encodeURIComponent);
