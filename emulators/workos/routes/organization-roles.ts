import { z } from "zod";
import { type Call, del, type Endpoint, get, param, patch, post, put } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { notFound, plainRefusal, refusal, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import type { Role } from "../records.ts";
import { roleKey, type WorkosStore } from "../store.ts";
import {
  addPermission,
  createRole,
  emitRole,
  removePermission,
  renderRole,
  roleFields,
  roleSlug,
  setPermissions,
  updateRole,
} from "./roles.ts";

/** Source: WorkOS documentation. ASSUMED: a slug without the prefix is answered 422. */
const slug = roleSlug.refine((slug) => slug.startsWith("org-"), "must begin with org-");
const createSchema = z.object({ ...roleFields, slug: slug.optional() });

/** Custom roles of one organization. They live beside the environment's roles, which reads show as well. */
export function organizationRoleEndpoints(store: WorkosStore): Endpoint[] {
  const base = "/authorization/organizations/{organizationId}/roles";
  const organizationId = (call: Call) => existingOrganization(store, param(call, "organizationId")).id;

  /** A role that applies to the organization, of either kind. */
  const applying = (call: Call): Role => {
    const slug = param(call, "slug");
    const role =
      store.roles.find("slug", roleKey(organizationId(call), slug)) ??
      store.roles.find("slug", roleKey(undefined, slug));
    if (!role) throw notFound("Role", slug);
    return role;
  };

  /** A custom role of the organization. ASSUMED: 403 for an environment role, which cannot be changed from here. */
  const custom = (call: Call): Role => {
    const role = applying(call);
    if (role.organization_id === undefined)
      throw plainRefusal(403, `Role '${role.slug}' belongs to the environment, not to the organization.`);
    return role;
  };

  return [
    get(base, (call) => {
      const own = store.roles.group("organization_id", organizationId(call));
      const data = [...store.roles.group("organization_id", ""), ...own].map(renderRole);
      return { status: 200, body: { object: "list", data } };
    }),

    post(base, (call) => {
      const organization_id = organizationId(call);
      const body = valid(createSchema, call.body);
      if (store.beingDeleted.has(organization_id)) throw plainRefusal(403, "The organization is being deleted.");
      const slug = body.slug ?? generatedSlug(body.name);
      if (store.roles.find("slug", roleKey(organization_id, slug)))
        throw refusal(409, "organization_role_slug_conflict", `A role with the slug '${slug}' already exists.`);
      return { status: 201, body: renderRole(createRole(store, { ...body, slug, organization_id }, call)) };
    }),

    get(`${base}/{slug}`, (call) => ({ status: 200, body: renderRole(applying(call)) })),

    patch(`${base}/{slug}`, (call) => ({ status: 200, body: renderRole(updateRole(store, custom(call), call)) })),

    del(`${base}/{slug}`, (call) => {
      const role = custom(call);
      for (const membership of store.memberships.group("organization_id", role.organization_id ?? ""))
        if (membership.role_slugs.includes(role.slug))
          throw refusal(409, "role_has_assignments", `Role '${role.slug}' is assigned to organization memberships.`);
      refuseIfAssignedOnResources(store, role);
      store.roles.delete(role.id);
      emitRole(store, "deleted", role, call.actor, call.now);
      return { status: 204 };
    }),

    put(`${base}/{slug}/permissions`, (call) => ({
      status: 200,
      body: renderRole(setPermissions(store, custom(call), call)),
    })),

    post(`${base}/{slug}/permissions`, (call) => ({
      status: 200,
      body: renderRole(addPermission(store, custom(call), call)),
    })),

    del(`${base}/{slug}/permissions/{permissionSlug}`, (call) => {
      const role = custom(call);
      const permission = param(call, "permissionSlug");
      // ASSUMED: a permission that the role does not hold is as unknown as one that does not exist.
      if (!role.permissions.includes(permission)) throw notFound("Permission", permission);
      return { status: 200, body: renderRole(removePermission(store, role, permission, call.actor, call.now)) };
    }),
  ];
}

/** Roles of one slug in different organizations are told apart by whose members and groups hold them. */
function refuseIfAssignedOnResources(store: WorkosStore, { slug, organization_id = "" }: Role): void {
  const has = (assignments: Iterable<{ role_slug: string }>) => [...assignments].some((one) => one.role_slug === slug);
  for (const { id } of store.memberships.group("organization_id", organization_id))
    if (has(store.roleAssignments.group("organization_membership_id", id)))
      throw refusal(409, "role_has_assignments", `Role '${slug}' is assigned on resources.`);
  for (const { id } of store.groups.group("organization_id", organization_id))
    if (has(store.groupRoleAssignments.group("group_id", id)))
      throw refusal(409, "role_has_group_role_mappings", `Role '${slug}' is assigned to groups.`);
}

/** A slug made from the name, with a random suffix. */
function generatedSlug(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  const tail = randomText(6, "abcdefghijklmnopqrstuvwxyz0123456789");
  return ["org", words.slice(0, 36).replace(/-$/, ""), tail].filter((part) => part !== "").join("-");
}
