import { z } from "zod";
import { type Call, del, type Endpoint, get, param, patch, post } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { invalid, notFound, refusal, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { description, externalId, shortName } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { AuthorizationResource, Organization, ResourceReference } from "../records.ts";
import { iso, resourceKey, type WorkosStore } from "../store.ts";

/** Resource types are made in the dashboard; a new environment has these here. The first is the organization itself. */
export const FIRST_RESOURCE_TYPES = ["organization", "workspace", "project"] as const;
export const ORGANIZATION_TYPE = FIRST_RESOURCE_TYPES[0];

const parentFields = {
  parent_resource_id: z.string().nullish(),
  parent_resource_external_id: z.string().optional(),
  parent_resource_type_slug: z.string().optional(),
};
const createSchema = z.object({
  ...parentFields,
  organization_id: z.string(),
  resource_type_slug: z.string(),
  external_id: externalId,
  name: shortName,
  description: description.optional(),
});
const updateSchema = z.object({
  ...parentFields,
  parent_resource_id: z.string().optional(),
  name: shortName.optional(),
  description: description.optional(),
});
const cascadeSchema = z.object({ cascade_delete: z.enum(["true", "false"], "must be true or false").optional() });
const typeSchema = z.object({ slug: shortName });

export function authorizationResourceEndpoints(store: WorkosStore): Endpoint[] {
  const { resources } = store;
  const byId = (call: Call): AuthorizationResource => {
    const resource = resources.get(param(call, "resource_id"));
    if (!resource) throw notFound("Authorization resource", param(call, "resource_id"));
    return resource;
  };
  const byExternalId = (call: Call): AuthorizationResource => {
    const { id } = existingOrganization(store, param(call, "organization_id"));
    return existingByExternalId(store, id, param(call, "resource_type_slug"), param(call, "external_id"));
  };
  const update = (call: Call, resource: AuthorizationResource) => {
    const { name, description, ...parent } = valid(updateSchema, call.body);
    const parent_resource_id = parentOf(store, resource.organization_id, parent);
    if (parent_resource_id && isWithin(store, parent_resource_id, resource.id))
      throw invalid([{ field: "parent_resource_id", text: "lies within the resource itself" }]);
    const change = changed<AuthorizationResource>(
      resource,
      { name, description, parent_resource_id } as Partial<AuthorizationResource>,
      call.now,
    );
    return { status: 200, body: renderResource(change ? resources.replace(change.record) : resource) };
  };
  const remove = (call: Call, resource: AuthorizationResource) => {
    const { cascade_delete } = valid(cascadeSchema, { cascade_delete: text(call.query, "cascade_delete") });
    if (cascade_delete !== "true" && hasDependents(store, resource))
      throw refusal(409, "resource_has_dependents", "The resource has children or role assignments.");
    removeResource(store, resource);
    return { status: 204 };
  };

  return [
    get("/authorization/resources", ({ query }) => {
      const organizationId = text(query, "organization_id");
      const type = text(query, "resource_type_slug");
      if (organizationId === undefined && type === undefined)
        throw refusal(
          400,
          "missing_organization_id_or_resource_type_slug",
          "Provide organization_id or resource_type_slug.",
        );
      const externalId = text(query, "resource_external_id");
      const isChild = childFilter(store, query);
      const where = (resource: AuthorizationResource) =>
        (type === undefined || resource.resource_type_slug === type) &&
        (externalId === undefined || resource.external_id === externalId) &&
        isChild(resource);
      const within = organizationId === undefined ? resources.all : resources.group("organization_id", organizationId);
      return { status: 200, body: list(resources, within, query, renderResource, { where }) };
    }),

    // ASSUMED: a resource may lie in any other one of its organization; which types may contain which isn't known here.
    post("/authorization/resources", (call) => {
      const body = valid(createSchema, call.body);
      const { id: organization_id } = existingOrganization(store, body.organization_id);
      const { resource_type_slug, external_id, name } = body;
      requireResourceType(store, resource_type_slug);
      if (resource_type_slug === ORGANIZATION_TYPE)
        throw invalid([{ field: "resource_type_slug", text: "is that of the organization itself" }]);
      const parent_resource_id = parentOf(store, organization_id, body) ?? null;
      if (resources.find("external_id", resourceKey(organization_id, resource_type_slug, external_id)))
        throw refusal(
          409,
          "authorization_resource_external_id_conflict",
          `A ${resource_type_slug} with the external id '${external_id}' already exists.`,
        );
      const resource = resources.insert({
        id: store.id("authz_resource", call.now),
        organization_id,
        resource_type_slug,
        external_id,
        name,
        description: body.description ?? null,
        parent_resource_id,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      return { status: 201, body: renderResource(resource) };
    }),

    get("/authorization/resources/{resource_id}", (call) => ({ status: 200, body: renderResource(byId(call)) })),
    patch("/authorization/resources/{resource_id}", (call) => update(call, byId(call))),
    del("/authorization/resources/{resource_id}", (call) => remove(call, byId(call))),

    get("/authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}", (call) => ({
      status: 200,
      body: renderResource(byExternalId(call)),
    })),
    patch("/authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}", (call) =>
      update(call, byExternalId(call)),
    ),
    del("/authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}", (call) =>
      remove(call, byExternalId(call)),
    ),
  ];
}

/** Resource types are made in the dashboard only. */
export function authorizationResourceControl(store: WorkosStore): Endpoint[] {
  return [
    post("/resource_types", (call) => {
      const { slug } = valid(typeSchema, call.body);
      if (!store.resourceTypes.get(slug)) store.resourceTypes.insert({ id: slug });
      return { status: 201, body: { slug } };
    }),
  ];
}

/** @throws Refusal with 404, which is listed wherever a type is named */
export function requireResourceType(store: WorkosStore, slug: string): void {
  if (!store.resourceTypes.get(slug)) throw notFound("Resource type", slug);
}

/** ASSUMED: the organization is a resource as well, whose external id is its own id; lists don't show it. */
export const organizationResource = ({ id }: Pick<Organization, "id">): ResourceReference => ({
  id: id.replace(/^org_/, "authz_resource_"),
  external_id: id,
  resource_type_slug: ORGANIZATION_TYPE,
});

/**
 * The resource of an organization that a request names by its id, or by type and external id; undefined if it names none.
 * @throws Refusal with 404 if there is none, 422 if it is named in both ways or by half
 */
export function namedResource(
  store: WorkosStore,
  organization: Organization,
  named: {
    resource_id?: string | undefined;
    resource_external_id?: string | undefined;
    resource_type_slug?: string | undefined;
  },
): ResourceReference | undefined {
  const { resource_id, resource_external_id, resource_type_slug } = named;
  requireOneWay({ id: resource_id, externalId: resource_external_id, type: resource_type_slug }, "resource");
  const itself = organizationResource(organization);
  if (resource_id !== undefined)
    return resource_id === itself.id ? itself : reference(existingIn(store, organization.id, resource_id));
  if (resource_external_id === undefined || resource_type_slug === undefined) return undefined;
  if (resource_type_slug === ORGANIZATION_TYPE && resource_external_id === itself.external_id) return itself;
  return reference(existingByExternalId(store, organization.id, resource_type_slug, resource_external_id));
}

/** Any resource by its id, the organization itself included. */
export function resourceById(
  store: WorkosStore,
  id: string,
): { resource: ResourceReference; organization: Organization } {
  const held = store.resources.get(id);
  const organization = store.organizations.get(held?.organization_id ?? id.replace(/^authz_resource_/, "org_"));
  if (!organization) throw notFound("Authorization resource", id);
  return { resource: held ? reference(held) : organizationResource(organization), organization };
}

const reference = ({ id, external_id, resource_type_slug }: AuthorizationResource): ResourceReference => ({
  id,
  external_id,
  resource_type_slug,
});

function existingIn(store: WorkosStore, organizationId: string, id: string): AuthorizationResource {
  const resource = store.resources.get(id);
  if (resource?.organization_id !== organizationId) throw notFound("Authorization resource", id);
  return resource;
}

function existingByExternalId(store: WorkosStore, organizationId: string, type: string, externalId: string) {
  const resource = store.resources.find("external_id", resourceKey(organizationId, type, externalId));
  if (!resource) throw notFound("Authorization resource", `${type}/${externalId}`);
  return resource;
}

/** Undefined: the request names no parent. Null: it is to lie in the organization. */
function parentOf(
  store: WorkosStore,
  organizationId: string,
  named: {
    parent_resource_id?: string | null | undefined;
    parent_resource_external_id?: string | undefined;
    parent_resource_type_slug?: string | undefined;
  },
): string | null | undefined {
  const { parent_resource_id: id, parent_resource_external_id: externalId, parent_resource_type_slug: type } = named;
  requireOneWay({ id, externalId, type }, "parent_resource");
  if (typeof id === "string") return existingIn(store, organizationId, id).id;
  if (externalId === undefined || type === undefined) return id;
  return existingByExternalId(store, organizationId, type, externalId).id;
}

function requireOneWay(
  named: { id?: string | null | undefined; externalId?: string | undefined; type?: string | undefined },
  prefix: string,
): void {
  const { id, externalId, type } = named;
  if ((externalId === undefined) !== (type === undefined))
    throw invalid([{ field: `${prefix}_external_id`, text: "is needed together with the type slug" }]);
  if (id !== undefined && externalId !== undefined)
    throw invalid([{ field: `${prefix}_id`, text: "must not be combined with the external id" }]);
}

function childFilter(store: WorkosStore, query: URLSearchParams): (resource: AuthorizationResource) => boolean {
  const id = text(query, "parent_resource_id");
  const externalId = text(query, "parent_external_id");
  const type = text(query, "parent_resource_type_slug");
  requireOneWay({ id, externalId, type }, "parent_resource");
  if (id !== undefined) return (resource) => resource.parent_resource_id === id;
  if (externalId === undefined) return () => true;
  return ({ parent_resource_id }) => {
    const parent = parent_resource_id === null ? undefined : store.resources.get(parent_resource_id);
    return parent?.external_id === externalId && parent.resource_type_slug === type;
  };
}

/** Whether `id` is the other resource, or lies in it at any depth. */
function isWithin(store: WorkosStore, id: string, otherId: string): boolean {
  for (let at = store.resources.get(id); at; at = store.resources.get(at.parent_resource_id ?? ""))
    if (at.id === otherId) return true;
  return false;
}

const hasDependents = (store: WorkosStore, { id }: AuthorizationResource): boolean =>
  store.resources.group("parent_resource_id", id).size > 0 ||
  store.roleAssignments.group("resource_id", id).size > 0 ||
  store.groupRoleAssignments.group("resource_id", id).size > 0;

/** Deletes a resource with everything in it and all role assignments on it. */
function removeResource(store: WorkosStore, resource: AuthorizationResource): void {
  for (const removed = [resource]; ; ) {
    const next = removed.pop();
    if (!next) return;
    removed.push(...store.resources.group("parent_resource_id", next.id));
    for (const assignments of [store.roleAssignments, store.groupRoleAssignments])
      for (const assignment of [...assignments.group("resource_id", next.id)]) assignments.delete(assignment.id);
    store.resources.delete(next.id);
  }
}

export const renderResource = (resource: AuthorizationResource) => ({ object: "authorization_resource", ...resource });
