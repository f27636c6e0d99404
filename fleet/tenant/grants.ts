import { z } from "zod";
import { roleSlug } from "../../providers/workos/fields.ts";
import { inOrder } from "../canonical.ts";
import { type Declaration, declaration, idOf, outputOf } from "../declaration.ts";
import { each, itemsAt, type Path, valueAt } from "../paths.ts";
import { nameOf } from "../resource-names.ts";
import { organizationType, roleIsMissing, typeOfRole, type WithRoles } from "../rules/roles.ts";
import type { TenantRule } from "../section.ts";
import {
  declaredResources,
  referenceIn,
  resourceKey,
  resourceName,
  resourceReference,
  unknownResource,
  type WithResources,
} from "./authorization-resources.ts";
import { roleResource } from "./roles.ts";

/** A role that a member has on one resource instead of the whole organization. */
export const grant = z.strictObject({
  /** Slug of a role for resources of that type. */
  role: roleSlug,
  /** One of this tenant's `authorizationResources`. */
  resource: resourceReference,
});
export type Grant = z.output<typeof grant>;

/** The part of a tenant's file that says who has them. */
type WithGrants = { readonly members?: readonly { readonly grants?: readonly Grant[] }[] };

export const grantKey = ({ role, resource }: Grant): string => `${role} ${resourceKey(resource)}`;

/** Its role exists, its resource is declared, and the one is for the other. */
export const grantsFit: TenantRule<WithGrants & WithRoles & WithResources> = ({ file, effective }, known) =>
  itemsAt(effective, ["members", each, "grants", each]).flatMap(({ path, value }) => {
    const at = (...more: string[]): Path => [...path, ...more];
    const [role, type] = [valueAt(value, ["role"]), valueAt(value, ["resource", "type"])];
    if (typeof role !== "string") return [];
    const missing = roleIsMissing(effective, role, known);
    if (missing) return [file.problem(at("role"), missing)];
    const roleType = typeOfRole(effective, role, known);
    const declared = declaredResources(effective);
    const reference = referenceIn(valueAt(value, ["resource"]));
    const unknown = reference && unknownResource(reference, declared);
    if (unknown) return [file.problem(at("resource"), unknown)];
    if (roleType === undefined || typeof type !== "string" || roleType === type) return [];
    const advice =
      roleType === organizationType ? "list it under the member's roles" : `its resourceType is ${roleType}`;
    return [file.problem(at("role"), `"${role}" is not a role on resources of type ${type}: ${advice}`)];
  });

/** A member has a role on a resource once. */
export const grantsRepeated: TenantRule<WithGrants> = ({ file, effective }) =>
  itemsAt(effective, ["members", each]).flatMap((member) => {
    const seen = new Set<string>();
    return itemsAt(member.value, ["grants", each], member.path).flatMap(({ path, value }) => {
      const texts = [
        valueAt(value, ["role"]),
        valueAt(value, ["resource", "type"]),
        valueAt(value, ["resource", "externalId"]),
      ];
      if (!texts.every((text) => typeof text === "string")) return [];
      const key = JSON.stringify(texts);
      const again = seen.has(key);
      seen.add(key);
      return again ? [file.problem(path, `"${texts.join(" ")}" is already in this list`)] : [];
    });
  });

export const declareGrants = (tenant: string, email: string, grants: readonly Grant[] = []): Declaration[] =>
  inOrder(grants, grantKey).map(({ role, resource }) =>
    declaration(
      "workos:RoleAssignment",
      [tenant, email, role, resource.type, resource.externalId],
      { roleSlug: role },
      {
        refs: {
          // Until the person has accepted there is no membership to give a role to.
          organizationMembershipId: outputOf(nameOf(tenant, "workos:Member", email), "membershipId"),
          resourceId: idOf(resourceName(tenant, resource)),
        },
        awaits: "organizationMembershipId",
        after: [roleResource(tenant, role)],
        deletedWith: nameOf(tenant, "workos:Organization"),
      },
    ),
  );
