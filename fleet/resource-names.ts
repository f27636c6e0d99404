import type { ResourceType } from "./resource-types.ts";

/**
 * Names by which the engine knows resources. A name is identity: change one and the engine deletes the old resource and
 * creates a new one. So names are made here alone, of what never changes: whose the resource is, its type and its natural
 * key. List positions, display names and ids of vendors are no part of them.
 *
 * `acme/workos-organization`, `acme/workos-organization-role/org-auditor`, `acme/openai-service-account-key/api/main`,
 * `catalogue/workos-permission/invoices:read`. Slashes in a key are escaped, so no two resources of a fleet share a name.
 */

/** What a name has a type of: a resource, or what is ours alone. */
type NamedType = ResourceType | "tenantry:Undeclared" | "tenantry:AuditEvent";

/** Whose the resources are that all tenants share. No tenant can be called so. */
export const catalogue = "catalogue";

/**
 * @param owner the key of a tenant, or `catalogue`
 * @param key what tells the resource from others of its type and owner; nothing where there is only one
 */
export const nameOf = (owner: string, type: NamedType, ...key: readonly string[]): string =>
  [owner, kebab(type), ...key].map(escaped).join("/");

/** The tenant whose file declares the resource of this name, if a file does. */
export function tenantOf(resourceName: string): string | undefined {
  const [owner, type = ""] = resourceName.split("/");
  return owner !== catalogue && /^(?:workos|openai|tenantry)-[a-z]/.test(type) ? owner : undefined;
}

/** Whose the resource is that has this name, and its natural key. */
export function ownerAndKey(resourceName: string): { readonly owner: string; readonly key: readonly string[] } {
  const [owner = "", _type, ...key] = resourceName.split("/").map(unescaped);
  return { owner, key };
}

/** `workos-organization-role` of `workos:OrganizationRole`. */
const kebab = (type: NamedType): string =>
  type
    .replace(":", "-")
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-")
    .toLowerCase();

/** A name that a program made up need not be escaped as ours are. */
function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const escaped = (part: string): string => part.replace(/[%/]/g, encodeURIComponent);
