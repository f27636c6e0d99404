import { createHash } from "node:crypto";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { Collection } from "../../core/collection.ts";
import { CROCKFORD } from "../../core/ids.ts";
import { invalid, notFound, plainRefusal, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { list, text } from "../paging.ts";
import type { Membership, RoleAssignment } from "../records.ts";
import { assignmentKey, iso, type WorkosStore } from "../store.ts";
import { namedResource, organizationResource, resourceById } from "./authorization-resources.ts";
import { assignmentSchema, requireAssignableRole } from "./group-role-assignments.ts";

export function roleAssignmentEndpoints(store: WorkosStore): Endpoint[] {
  const { roleAssignments } = store;
  const base = "/authorization/organization_memberships/{organization_membership_id}/role_assignments";
  const existingMembership = (call: Call): Membership => {
    const id = param(call, "organization_membership_id");
    const membership = store.memberships.get(id);
    if (!membership) throw notFound("Organization membership", id);
    return membership;
  };
  const wanted = (membership: Membership, call: Call) => {
    const body = valid(assignmentSchema, call.body);
    const organization = existingOrganization(store, membership.organization_id);
    const resource = namedResource(store, organization, body);
    if (!resource) throw invalid([{ field: "resource_id", text: "is required, or its external id and type slug" }]);
    requireAssignableRole(store, organization.id, body.role_slug, resource);
    return { role_slug: body.role_slug, resource };
  };

  return [
    // Roles that come with the membership itself or through its groups are shown as well.
    get(base, (call) => {
      const [id, externalId, type] = ["resource_id", "resource_external_id", "resource_type_slug"].map((name) =>
        text(call.query, name),
      );
      const where = ({ resource }: RoleAssignment) =>
        (id === undefined || resource.id === id) &&
        (externalId === undefined || resource.external_id === externalId) &&
        (type === undefined || resource.resource_type_slug === type);
      return listed(store, assignmentsOf(store, existingMembership(call)).filter(where), call);
    }),

    // ASSUMED: giving a role again answers the assignment that is there; no conflict is listed.
    post(base, (call) => {
      const membership = existingMembership(call);
      const fields = wanted(membership, call);
      const key = assignmentKey(membership.id, fields.role_slug, fields.resource.id);
      const assignment =
        roleAssignments.find("triple", key) ??
        roleAssignments.insert({
          id: store.id("role_assignment", call.now),
          organization_membership_id: membership.id,
          ...fields,
          group_role_assignment_id: null,
          created_at: iso(call.now),
          updated_at: iso(call.now),
        });
      return { status: 201, body: render(store, assignment) };
    }),

    del(base, (call) => {
      const membership = existingMembership(call);
      const { role_slug, resource } = wanted(membership, call);
      const assignment = roleAssignments.find("triple", assignmentKey(membership.id, role_slug, resource.id));
      if (!assignment) throw notFound("Role assignment", role_slug);
      roleAssignments.delete(assignment.id);
      return { status: 204 };
    }),

    // ASSUMED: 403 for an assignment that comes from the membership or a group: it is removed there.
    del(`${base}/{role_assignment_id}`, (call) => {
      const membership = existingMembership(call);
      const id = param(call, "role_assignment_id");
      if (roleAssignments.get(id)?.organization_membership_id === membership.id) {
        roleAssignments.delete(id);
        return { status: 204 };
      }
      if (assignmentsOf(store, membership).some((assignment) => assignment.id === id))
        throw plainRefusal(403, "This role was not given by an assignment of its own.");
      throw notFound("Role assignment", id);
    }),

    get("/authorization/resources/{resource_id}/role_assignments", (call) => {
      const { resource, organization } = resourceById(store, param(call, "resource_id"));
      return onResource(call, organization.id, resource.id);
    }),

    get(
      "/authorization/organizations/{organization_id}/resources/{resource_type_slug}/{external_id}/role_assignments",
      (call) => {
        const organization = existingOrganization(store, param(call, "organization_id"));
        const resource = namedResource(store, organization, {
          resource_external_id: param(call, "external_id"),
          resource_type_slug: param(call, "resource_type_slug"),
        });
        return onResource(call, organization.id, resource?.id ?? "");
      },
    ),
  ];

  function onResource(call: Call, organizationId: string, resourceId: string) {
    const role = text(call.query, "role_slug");
    const members = [...store.memberships.group("organization_id", organizationId)];
    const all = members
      .flatMap((membership) => assignmentsOf(store, membership))
      .filter(({ resource, role_slug }) => resource.id === resourceId && (role === undefined || role_slug === role));
    return listed(store, all, call);
  }
}

/** All roles of a member: those of the membership, those assigned to it, and those of its groups. */
export function assignmentsOf(store: WorkosStore, membership: Membership): RoleAssignment[] {
  const { id, organization_id, created_at, updated_at } = membership;
  const organization = organizationResource(existingOrganization(store, organization_id));
  const own = membership.role_slugs.map((role_slug) => ({
    id: derivedId(id, role_slug),
    organization_membership_id: id,
    role_slug,
    resource: organization,
    group_role_assignment_id: null,
    created_at,
    updated_at,
  }));
  const groups = [...store.groupMembers.group("organization_membership_id", id)].map(({ group_id }) => group_id);
  const throughGroups = groups
    .flatMap((groupId) => [...store.groupRoleAssignments.group("group_id", groupId)])
    .map(({ group_id, ...assignment }) => ({
      ...assignment,
      id: derivedId(id, assignment.id),
      organization_membership_id: id,
      group_role_assignment_id: assignment.id,
    }));
  return [...own, ...store.roleAssignments.group("organization_membership_id", id), ...throughGroups];
}

/** One page of assignments, some of which are computed and not stored. */
function listed(store: WorkosStore, assignments: readonly RoleAssignment[], call: Call) {
  const shown = new Collection<RoleAssignment>();
  const byAge = (a: RoleAssignment, b: RoleAssignment) => compare(a.created_at, b.created_at) || compare(a.id, b.id);
  for (const assignment of [...assignments].sort(byAge)) shown.insert(assignment);
  return { status: 200, body: list(shown, shown.all, call.query, (assignment) => render(store, assignment)) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A stable id for a computed assignment: the same for the same pair every time. */
function derivedId(...from: string[]): string {
  const digest = createHash("sha256").update(from.join("/")).digest();
  return `role_assignment_${[...digest.subarray(0, 26)].map((byte) => CROCKFORD[byte % 32]).join("")}`;
}

function render(store: WorkosStore, { role_slug, group_role_assignment_id, ...assignment }: RoleAssignment) {
  const given = store.groupRoleAssignments.get(group_role_assignment_id ?? "");
  const group = given && store.groups.get(given.group_id);
  return {
    object: "role_assignment",
    ...assignment,
    role: { slug: role_slug },
    source: {
      type: group_role_assignment_id === null ? "direct" : "group",
      group_role_assignment_id,
      group: group ? { id: group.id, name: group.name } : null,
    },
  };
}
