import { z } from "zod";
import { type Call, type Endpoint, get, param, patch, post, put } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { invalid, notFound, refusal, valid } from "../errors.ts";
import { description, resourceTypeSlug, shortName, slugOf } from "../fields.ts";
import type { Role } from "../records.ts";
import { type Cause, iso, roleKey, type WorkosStore } from "../store.ts";
import { requireResourceType } from "./authorization-resources.ts";

/** What every environment has from the start, and memberships get by default. Source: WorkOS documentation, "Roles". */
export const MEMBER_ROLE = {
  slug: "member",
  name: "Member",
  description: "The default user role",
  resource_type_slug: "organization",
  permissions: [],
} as const;

/** Source: WorkOS documentation; the specification has the alphabet alone. */
export const roleSlug = slugOf(
  /^[a-z0-9]+([-_][a-z0-9]+)*$/,
  "may contain lowercase letters and digits only, with a single - or _ between them",
);
export const roleFields = {
  name: shortName,
  description: description.optional(),
  resource_type_slug: resourceTypeSlug.optional(),
};
const createSchema = z.object({ ...roleFields, slug: roleSlug });
const updateSchema = z.object({ name: shortName.optional(), description: description.optional() });
const permissionsSchema = z.object({ permissions: z.array(z.string()).max(1000, "has too many permissions") });
const permissionSchema = z.object({ slug: z.string() });

export function roleEndpoints(store: WorkosStore): Endpoint[] {
  const existing = (call: Call): Role => {
    const slug = param(call, "slug");
    const role = store.roles.find("slug", roleKey(undefined, slug));
    if (!role) throw notFound("Role", slug);
    return role;
  };

  return [
    // Unpaged and in order of priority, which only the dashboard can change: a new role comes last.
    get("/authorization/roles", () => ({
      status: 200,
      body: { object: "list", data: [...store.roles.group("organization_id", "")].map(renderRole) },
    })),

    post("/authorization/roles", (call) => {
      const body = valid(createSchema, call.body);
      if (store.roles.find("slug", roleKey(undefined, body.slug)))
        throw refusal(409, "role_slug_conflict", `A role with the slug '${body.slug}' already exists.`);
      return { status: 201, body: renderRole(createRole(store, body, call)) };
    }),

    get("/authorization/roles/{slug}", (call) => ({ status: 200, body: renderRole(existing(call)) })),

    patch("/authorization/roles/{slug}", (call) => ({
      status: 200,
      body: renderRole(updateRole(store, existing(call), call)),
    })),

    put("/authorization/roles/{slug}/permissions", (call) => ({
      status: 200,
      body: renderRole(setPermissions(store, existing(call), call)),
    })),

    post("/authorization/roles/{slug}/permissions", (call) => ({
      status: 200,
      body: renderRole(addPermission(store, existing(call), call)),
    })),
  ];
}

export const renderRole = (role: Role) => ({
  object: "role",
  id: role.id,
  slug: role.slug,
  name: role.name,
  description: role.description,
  type: role.organization_id === undefined ? "EnvironmentRole" : "OrganizationRole",
  resource_type_slug: role.resource_type_slug,
  permissions: role.permissions,
  created_at: role.created_at,
  updated_at: role.updated_at,
});

/** The caller has checked the slug. */
export function createRole(
  store: WorkosStore,
  fields: {
    slug: string;
    name: string;
    description?: string | null | undefined;
    resource_type_slug?: string | undefined;
    organization_id?: string;
  },
  call: Call,
): Role {
  if (fields.resource_type_slug !== undefined) requireResourceType(store, fields.resource_type_slug);
  const role = store.roles.insert({
    id: store.id("role", call.now),
    ...(fields.organization_id === undefined ? {} : { organization_id: fields.organization_id }),
    slug: fields.slug,
    name: fields.name,
    description: fields.description ?? null,
    // ASSUMED: the type is "organization" when none is given.
    resource_type_slug: fields.resource_type_slug ?? "organization",
    permissions: [],
    created_at: iso(call.now),
    updated_at: iso(call.now),
  });
  emitRole(store, "created", role, call.actor, call.now);
  return role;
}

export function updateRole(store: WorkosStore, role: Role, call: Call): Role {
  return replaceRole(store, role, valid(updateSchema, call.body) as Partial<Role>, call.actor, call.now);
}

/** Replaces all permissions of a role. */
export function setPermissions(store: WorkosStore, role: Role, call: Call): Role {
  const { permissions } = valid(permissionsSchema, call.body);
  for (const slug of permissions) requirePermission(store, slug);
  return replaceRole(store, role, { permissions: [...new Set(permissions)] }, call.actor, call.now);
}

/** Adds one permission; a role that has it already stays as it is. */
export function addPermission(store: WorkosStore, role: Role, call: Call): Role {
  const { slug } = valid(permissionSchema, call.body);
  requirePermission(store, slug);
  const permissions = [...new Set([...role.permissions, slug])];
  return replaceRole(store, role, { permissions }, call.actor, call.now);
}

export function removePermission(store: WorkosStore, role: Role, slug: string, cause: Cause, now: Date): Role {
  const permissions = role.permissions.filter((held) => held !== slug);
  return replaceRole(store, role, { permissions }, cause, now);
}

export function dropPermissionFromRoles(store: WorkosStore, slug: string, cause: Cause, now: Date): void {
  for (const role of [...store.roles.all])
    if (role.permissions.includes(slug)) removePermission(store, role, slug, cause, now);
}

/** `role.*` names neither id nor name; `organization_role.*` has no id. Source: WorkOS's event schemas. */
export function emitRole(
  store: WorkosStore,
  what: "created" | "updated" | "deleted",
  role: Role,
  cause: Cause,
  now: Date,
  previous?: object,
): void {
  const { slug, name, description, resource_type_slug, permissions, created_at, updated_at, organization_id } = role;
  const shared = { slug, resource_type_slug, permissions, created_at, updated_at };
  if (organization_id === undefined) {
    store.emit(`role.${what}`, { object: "role", ...shared }, { cause, now, previous });
  } else {
    const data = { object: "organization_role", organization_id, name, description, ...shared };
    store.emit(`organization_role.${what}`, data, { cause, now, previous, organizationId: organization_id });
  }
}

function replaceRole(store: WorkosStore, role: Role, changes: Partial<Role>, cause: Cause, now: Date): Role {
  const change = changed(role, changes, now);
  if (!change) return role;
  store.roles.replace(change.record);
  emitRole(store, "updated", change.record, cause, now, change.previous);
  return change.record;
}

/** ASSUMED: 422. The specification lists 404 and 422 and does not say which is for an unknown permission. */
function requirePermission(store: WorkosStore, slug: string): void {
  if (!store.permissions.find("slug", slug))
    throw invalid([{ field: "permissions", text: `there is no permission '${slug}'` }]);
}
