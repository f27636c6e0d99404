import { z } from "zod";
import { type Call, type Endpoint, get, param, post } from "../../core/api.ts";
import { type InvalidWording, invalid, notFound, refusal, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import { list, text } from "../paging.ts";
import type { AuthorizationResource, Membership, ResourceReference } from "../records.ts";
import { roleKey, type WorkosStore } from "../store.ts";
import { namedResource, organizationResource, renderResource, resourceById } from "./authorization-resources.ts";
import { renderMembershipWithoutRoles } from "./organization-memberships.ts";
import { renderPermission } from "./permissions.ts";
import { assignmentsOf } from "./role-assignments.ts";
import { renderUser } from "./users.ts";

const checkSchema = z.object({
  permission_slug: z.string(),
  resource_id: z.string().optional(),
  resource_external_id: z.string().optional(),
  resource_type_slug: z.string().optional(),
});
const permissionSchema = z.object({ permission_slug: z.string("is required") });
const assignmentSchema = z.object({ assignment: z.enum(["direct", "indirect"]).optional() });

const badRequest: InvalidWording = (problems) =>
  refusal(400, "bad_request", problems.map(({ field, text }) => `${field} ${text}`).join("; "));

/** Who may do what on which resource: what roles, those on everything around a resource included, come to. */
export function authorizationAccessEndpoints(store: WorkosStore): Endpoint[] {
  const ofMembership = "/authorization/organization_memberships/{organization_membership_id}";
  const existingMembership = (call: Call): Membership => {
    const id = param(call, "organization_membership_id");
    const membership = store.memberships.get(id);
    if (!membership) throw notFound("Organization membership", id);
    return membership;
  };
  const organizationOf = (membership: Membership) => existingOrganization(store, membership.organization_id);
  const wantedPermission = (call: Call): string => {
    const asked = { permission_slug: text(call.query, "permission_slug", badRequest) };
    const { permission_slug } = valid(permissionSchema, asked, badRequest);
    requirePermission(store, permission_slug);
    return permission_slug;
  };
  const permissionsOn = (call: Call, resource: ResourceReference, membership: Membership) => {
    const held = permissionsOf(store, membership, resource);
    const where = ({ slug }: { slug: string }) => held.has(slug);
    const { permissions } = store;
    return { status: 200, body: list(permissions, permissions.all, call.query, renderPermission, { where }) };
  };
  const membersWith = (call: Call, resource: ResourceReference, organizationId: string) => {
    const slug = wantedPermission(call);
    const { assignment } = valid(
      assignmentSchema,
      { assignment: text(call.query, "assignment", badRequest) },
      badRequest,
    );
    const where = (membership: Membership) =>
      assignment === "direct"
        ? permissionsOf(store, membership, resource, "direct").has(slug)
        : permissionsOf(store, membership, resource).has(slug);
    const within = store.memberships.group("organization_id", organizationId);
    const shown = (membership: Membership) => ({
      ...renderMembershipWithoutRoles(membership),
      organization_name: organizationOf(membership).name,
      user: renderUser(existingUser(store, membership.user_id)),
    });
    return { status: 200, body: list(store.memberships, within, call.query, shown, { where }) };
  };

  return [
    post(`${ofMembership}/check`, (call) => {
      const membership = existingMembership(call);
      const { permission_slug, ...named } = valid(checkSchema, call.body);
      const resource = namedResource(store, organizationOf(membership), named);
      if (!resource) throw invalid([{ field: "resource_id", text: "is required, or its external id and type slug" }]);
      requirePermission(store, permission_slug);
      return { status: 200, body: { authorized: permissionsOf(store, membership, resource).has(permission_slug) } };
    }),

    // What lies directly in the parent.
    get(`${ofMembership}/resources`, (call) => {
      const membership = existingMembership(call);
      const slug = wantedPermission(call);
      const organization = organizationOf(membership);
      const parent = namedResource(store, organization, {
        resource_id: text(call.query, "parent_resource_id"),
        resource_external_id: text(call.query, "parent_resource_external_id"),
        resource_type_slug: text(call.query, "parent_resource_type_slug"),
      });
      if (!parent) throw badRequest([{ field: "parent_resource_id", text: "is required, or external id and type" }]);
      const parentId = parent.id === organizationResource(organization).id ? null : parent.id;
      const where = (resource: AuthorizationResource) =>
        resource.parent_resource_id === parentId && permissionsOf(store, membership, resource).has(slug);
      const within = store.resources.group("organization_id", organization.id);
      return { status: 200, body: list(store.resources, within, call.query, renderResource, { where }) };
    }),

    get(`${ofMembership}/resources/{resource_id}/permissions`, (call) => {
      const membership = existingMembership(call);
      const named = { resource_id: param(call, "resource_id") };
      return permissionsOn(call, existingResource(store, membership, named), membership);
    }),

    get(`${ofMembership}/resources/{resource_type_slug}/{external_id}/permissions`, (call) => {
      const membership = existingMembership(call);
      const [resource_type_slug, resource_external_id] = [
        param(call, "resource_type_slug"),
        param(call, "external_id"),
      ];
      const resource = existingResource(store, membership, { resource_type_slug, resource_external_id });
      return permissionsOn(call, resource, membership);
    }),

    get("/authorization/resources/{resource_id}/organization_memberships", (call) => {
      const { resource, organization } = resourceById(store, param(call, "resource_id"));
      return membersWith(call, resource, organization.id);
    }),

    get(
      "/authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}/organization_memberships",
      (call) => {
        const organization = existingOrganization(store, param(call, "organization_id"));
        const resource = namedResource(store, organization, {
          resource_external_id: param(call, "external_id"),
          resource_type_slug: param(call, "resource_type_slug"),
        });
        if (!resource) throw notFound("Authorization resource", param(call, "external_id"));
        return membersWith(call, resource, organization.id);
      },
    ),
  ];
}

function existingResource(
  store: WorkosStore,
  membership: Membership,
  named: Parameters<typeof namedResource>[2],
): ResourceReference {
  const resource = namedResource(store, existingOrganization(store, membership.organization_id), named);
  if (!resource) throw notFound("Authorization resource", named.resource_id ?? "");
  return resource;
}

/** ASSUMED: 404, as for everything else that a question names. */
function requirePermission(store: WorkosStore, slug: string): void {
  if (!store.permissions.find("slug", slug)) throw notFound("Permission", slug);
}

/** ASSUMED: only an active membership may do anything. `direct`: by roles on the resource itself alone. */
export function permissionsOf(
  store: WorkosStore,
  membership: Membership,
  resource: { readonly id: string },
  reach?: "direct",
): ReadonlySet<string> {
  if (membership.status !== "active") return new Set();
  const organization = existingOrganization(store, membership.organization_id);
  const places = new Set([resource.id]);
  if (reach === undefined) {
    places.add(organizationResource(organization).id);
    for (let at = store.resources.get(resource.id); at; at = store.resources.get(at.parent_resource_id ?? ""))
      places.add(at.id);
  }
  const slugs = assignmentsOf(store, membership).filter((assignment) => places.has(assignment.resource.id));
  const roles = slugs.map(
    ({ role_slug }) =>
      store.roles.find("slug", roleKey(organization.id, role_slug)) ??
      store.roles.find("slug", roleKey(undefined, role_slug)),
  );
  return new Set(roles.flatMap((role) => role?.permissions ?? []));
}
