import { z } from "zod";
import { roleSlug } from "../../providers/workos/role-fields.ts";
import { inOrder } from "../canonical.ts";
import { type Declaration, declaration, idOf, outputOf } from "../declaration.ts";
import { each, itemsAt, type Path, valueAt } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { organizationType, roleIsMissing, typeOfRole } from "../rules/roles.ts";
import type { TenantRule } from "../section.ts";
import { declaredResources, resourceKey, resourceReference, unknownResource } from "./authorization-resources.ts";
import { roleResource } from "./roles.ts";

/** A role that a member has on one resource instead of the whole organization. */
export const grant = z.strictObject({
  /** Slug of a role for resources of that type. */
  role: roleSlug,
  /** One of this tenant's `authorizationResources`. */
  resource: resourceReference,
});
export type Grant = z.output<typeof grant>;

export const grantKey = ({ role, resource }: Grant): string => `${role} ${resourceKey(resource)}`;

/** Its role exists, its resource is declared, and the one is for the other. */
export const grantsFit: TenantRule = ({ file, effective }, known) =>
  itemsAt(effective, ["members", each, "grants", each]).flatMap(({ path, value }) => {
    const at = (...more: string[]): Path => [...path, ...more];
    const [role, type] = [valueAt(value, ["role"]), valueAt(value, ["resource", "type"])];
    if (typeof role !== "string") return [];
    const missing = roleIsMissing(effective, role, known);
    if (missing) return [file.problem(at("role"), missing)];
    const roleType = typeOfRole(effective, role, known);
    const declared = declaredResources(effective);
    const unknown = unknownResource(valueAt(value, ["resource"]), declared);
    if (unknown) return [file.problem(at("resource"), unknown)];
    if (roleType === undefined || typeof type !== "string" || roleType === type) return [];
    const advice =
      roleType === organizationType ? "list it under the member's roles" : `its resourceType is ${roleType}`;
    return [file.problem(at("role"), `"${role}" is not a role on resources of type ${type}: ${advice}`)];
  });

/** A member has a role on a resource once. */
export const grantsRepeated: TenantRule = ({ file, effective }) =>
  itemsAt(effective, ["members", each, "grants"]).flatMap(({ path, value }) => {
    const seen = new Set<string>();
    return (Array.isArray(value) ? value : []).flatMap((item, index) => {
      const texts = [["role"], ["resource", "type"], ["resource", "externalId"]].map((field) => valueAt(item, field));
      if (!texts.every((text) => typeof text === "string")) return [];
      const key = JSON.stringify(texts);
      const again = seen.has(key);
      seen.add(key);
      return again ? [file.problem([...path, index], `"${texts.join(" ")}" is already in this list`)] : [];
    });
  });

export const declareGrants = (tenant: string, email: string, grants: readonly Grant[] = []): Declaration[] =>
  inOrder(grants, grantKey).map(({ role, resource }) =>
    declaration(
      "workos:RoleAssignment",
      resourceNames.grant(tenant, email, role, resource.type, resource.externalId),
      { roleSlug: role },
      {
        refs: {
          // Until the person has accepted there is no membership to give a role to.
          organizationMembershipId: outputOf(resourceNames.member(tenant, email), "membershipId"),
          resourceId: idOf(resourceNames.authorizationResource(tenant, resource.type, resource.externalId)),
        },
        awaits: "organizationMembershipId",
        after: [roleResource(tenant, role)],
        deletedWith: resourceNames.organization(tenant),
      },
    ),
  );
