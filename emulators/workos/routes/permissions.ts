import { z } from "zod";
import { del, type Endpoint, get, param, patch, post } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { notFound, plainRefusal, refusal, valid } from "../errors.ts";
import { description, resourceTypeSlug, shortName, slugOf } from "../fields.ts";
import { list } from "../paging.ts";
import type { Permission } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";
import { requireResourceType } from "./authorization-resources.ts";
import { dropPermissionFromRoles } from "./roles.ts";

const slug = slugOf(/^[a-z0-9\-_:.*]+$/, "may contain lowercase letters, digits and - _ : . * only");
const createSchema = z.object({
  slug,
  name: shortName,
  description: description.optional(),
  resource_type_slug: resourceTypeSlug.optional(),
});
const updateSchema = z.object({ name: shortName.optional(), description: description.optional() });

export function permissionEndpoints(store: WorkosStore): Endpoint[] {
  const { permissions } = store;
  const changeable = (slug: string): Permission => {
    const permission = existing(store, slug);
    if (permission.system) throw plainRefusal(403, "System permissions cannot be changed.");
    return permission;
  };

  return [
    get("/authorization/permissions", ({ query }) => ({
      status: 200,
      body: list(permissions, permissions.all, query, renderPermission),
    })),

    post("/authorization/permissions", (call) => {
      const body = valid(createSchema, call.body);
      if (permissions.find("slug", body.slug))
        throw refusal(409, "permission_slug_conflict", `A permission with the slug '${body.slug}' already exists.`);
      const permission = insertPermission(store, body, false, call.now);
      store.emit("permission.created", renderPermission(permission), { cause: call.actor, now: call.now });
      return { status: 201, body: renderPermission(permission) };
    }),

    get("/authorization/permissions/{slug}", (call) => ({
      status: 200,
      body: renderPermission(existing(store, param(call, "slug"))),
    })),

    patch("/authorization/permissions/{slug}", (call) => {
      const permission = changeable(param(call, "slug"));
      const change = changed<Permission>(permission, valid(updateSchema, call.body) as Partial<Permission>, call.now);
      if (!change) return { status: 200, body: renderPermission(permission) };
      const body = renderPermission(permissions.replace(change.record));
      store.emit("permission.updated", body, { cause: call.actor, now: call.now, previous: change.previous });
      return { status: 200, body };
    }),

    // ASSUMED: roles that hold the permission lose it; the documentation says nothing of them.
    del("/authorization/permissions/{slug}", (call) => {
      const permission = changeable(param(call, "slug"));
      permissions.delete(permission.id);
      dropPermissionFromRoles(store, permission.slug, call.actor, call.now);
      store.emit("permission.deleted", renderPermission(permission), { cause: call.actor, now: call.now });
      return { status: 204 };
    }),
  ];
}

/** What comes with a product of WorkOS's, and can be given to roles but not changed. */
export function permissionControl(store: WorkosStore): Endpoint[] {
  return [
    post("/permissions", (call) => {
      const body = valid(createSchema, call.body);
      if (store.permissions.find("slug", body.slug))
        throw refusal(409, "permission_slug_conflict", `A permission with the slug '${body.slug}' already exists.`);
      const permission = insertPermission(store, body, true, call.now);
      store.emit("permission.created", renderPermission(permission), { cause: { kind: "system" }, now: call.now });
      return { status: 201, body: renderPermission(permission) };
    }),
  ];
}

function insertPermission(
  store: WorkosStore,
  { slug, name, description, resource_type_slug }: z.infer<typeof createSchema>,
  system: boolean,
  now: Date,
): Permission {
  if (resource_type_slug !== undefined) requireResourceType(store, resource_type_slug);
  return store.permissions.insert({
    id: store.id("perm", now),
    slug,
    name,
    description: description ?? null,
    system,
    resource_type_slug: resource_type_slug ?? "organization",
    created_at: iso(now),
    updated_at: iso(now),
  });
}

function existing(store: WorkosStore, slug: string): Permission {
  const permission = store.permissions.find("slug", slug);
  if (!permission) throw notFound("Permission", slug);
  return permission;
}

export const renderPermission = (permission: Permission) => ({ object: "permission", ...permission });
