/**
 * Names by which the engine knows resources. A name is identity: change one and the engine deletes the old resource and
 * creates a new one. So names come from natural keys alone, never from list positions, display names or vendor ids, and
 * this file is the only one that makes them.
 *
 * `acme`, `acme/organization`, `acme/role/org-engineer`, `acme/key/acme-api/main`. The first part is the tenant; a key
 * of a tenant holds no slash, and slashes in other parts are escaped, so that no two resources of a fleet share a name.
 */
const ofTenant = {
  organization: (tenant: string) => name(tenant, "organization"),
  auditLogRetention: (tenant: string) => name(tenant, "audit-log-retention"),
  domain: (tenant: string, domain: string) => name(tenant, "domain", domain),
  role: (tenant: string, slug: string) => name(tenant, "role", slug),
  authorizationResource: (tenant: string, type: string, externalId: string) =>
    name(tenant, "authorization-resource", type, externalId),
  member: (tenant: string, email: string) => name(tenant, "member", email),
  grant: (tenant: string, email: string, role: string, type: string, externalId: string) =>
    name(tenant, "grant", email, role, type, externalId),
  group: (tenant: string, group: string) => name(tenant, "group", group),
  groupMember: (tenant: string, group: string, email: string) => name(tenant, "group-member", group, email),
  groupRole: (tenant: string, group: string, slug: string) => name(tenant, "group-role", group, slug),
  apiKey: (tenant: string, key: string, epoch?: string) => name(tenant, "api-key", key, ...given(epoch)),
  application: (tenant: string, application: string) => name(tenant, "application", application),
  clientSecret: (tenant: string, application: string, secret: string, epoch?: string) =>
    name(tenant, "client-secret", application, secret, ...given(epoch)),
  connector: (tenant: string, slug: string) => name(tenant, "connector", slug),
  vaultObject: (tenant: string, object: string) => name(tenant, "vault", object),
  featureFlag: (tenant: string, flag: string) => name(tenant, "feature-flag", flag),
  project: (tenant: string) => name(tenant, "project"),
  serviceAccount: (tenant: string, account: string) => name(tenant, "service-account", account),
  key: (tenant: string, account: string, key: string) => name(tenant, "key", account, key),
};

/** No kind of a tenant is called like one of these, so a tenant called `catalogue` does no harm. */
const ofCatalogue = {
  permission: (slug: string) => name("catalogue", "permission", slug),
  environmentRole: (slug: string) => name("catalogue", "environment-role", slug),
  firstPartyApplication: (application: string) => name("catalogue", "first-party-application", application),
  firstPartySecret: (application: string, secret: string, epoch?: string) =>
    name("catalogue", "first-party-secret", application, secret, ...given(epoch)),
  redirectUri: (uri: string) => name("catalogue", "redirect-uri", uri),
  corsOrigin: (origin: string) => name("catalogue", "cors-origin", origin),
  jwtTemplate: () => name("catalogue", "jwt-template"),
  webhook: (webhook: string) => name("catalogue", "webhook", webhook),
  dataIntegration: (slug: string) => name("catalogue", "data-integration", slug),
  auditLogSchema: (action: string) => name("catalogue", "audit-log-schema", action),
};

export const resourceNames = { tenant: (tenant: string) => tenant, ...ofTenant, ...ofCatalogue };

/** The tenant whose file declares the resource of this name, if a file does. */
export function tenantOf(resourceName: string): string | undefined {
  const [tenant, kind, natural] = resourceName.split("/");
  return kind !== undefined && natural !== "" && kinds.has(kind) ? tenant : undefined;
}

const name = (...parts: string[]): string => parts.map(escaped).join("/");

const escaped = (part: string): string => part.replace(/[%/]/g, encodeURIComponent);

const given = (epoch: string | undefined): string[] => (epoch === undefined ? [] : [epoch]);

/** The second part of every name of a tenant's resource. */
const kinds: ReadonlySet<string | undefined> = new Set(
  Object.values<(tenant: string, ...natural: string[]) => string>(ofTenant).map(
    (nameOf) => nameOf("tenant", "", "", "", "").split("/")[1],
  ),
);
