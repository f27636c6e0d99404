import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post, put } from "../../core/api.ts";
import { invalid, notFound, refusal, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { list } from "../paging.ts";
import type { Group, GroupRoleAssignment, ResourceReference } from "../records.ts";
import { assignmentKey, iso, roleKey, type WorkosStore } from "../store.ts";
import { namedResource, organizationResource } from "./authorization-resources.ts";
import { requireSomeChanges } from "./groups.ts";

/** What a body that gives a role names, to a group or to a membership. */
export const assignmentSchema = z.object({
  role_slug: z.string(),
  resource_id: z.string().optional(),
  resource_external_id: z.string().optional(),
  resource_type_slug: z.string().optional(),
});
const replaceSchema = z.object({
  role_assignments: z.array(assignmentSchema).max(100, "has more than 100 assignments"),
});
const changeSchema = z.object({
  add: z.array(assignmentSchema).default([]),
  remove: z.array(assignmentSchema).default([]),
});

export function groupRoleAssignmentEndpoints(store: WorkosStore): Endpoint[] {
  const { groupRoleAssignments } = store;
  const base = "/authorization/groups/{group_id}/role_assignments";
  const existingGroup = (call: Call): Group => {
    const group = store.groups.get(param(call, "group_id"));
    if (!group) throw notFound("Group", param(call, "group_id"));
    return group;
  };
  const existing = (call: Call): GroupRoleAssignment => {
    const assignment = groupRoleAssignments.get(param(call, "role_assignment_id"));
    if (assignment?.group_id !== existingGroup(call).id)
      throw notFound("Role assignment", param(call, "role_assignment_id"));
    return assignment;
  };
  /** What a body names: without any resource it is the organization. */
  const wanted = (group: Group, body: z.infer<typeof assignmentSchema>) => {
    const organization = existingOrganization(store, group.organization_id);
    const resource = namedResource(store, organization, body) ?? organizationResource(organization);
    requireAssignableRole(store, organization.id, body.role_slug, resource);
    return { role_slug: body.role_slug, resource };
  };
  const insert = (group: Group, fields: ReturnType<typeof wanted>, now: Date): GroupRoleAssignment =>
    groupRoleAssignments.insert({
      id: store.id("gra", now),
      group_id: group.id,
      ...fields,
      created_at: iso(now),
      updated_at: iso(now),
    });
  const held = (group: Group, { role_slug, resource }: ReturnType<typeof wanted>) =>
    groupRoleAssignments.find("triple", assignmentKey(group.id, role_slug, resource.id));

  return [
    get(base, (call) => {
      const within = groupRoleAssignments.group("group_id", existingGroup(call).id);
      return { status: 200, body: list(groupRoleAssignments, within, call.query, render) };
    }),

    post(base, (call) => {
      const group = existingGroup(call);
      const fields = wanted(group, valid(assignmentSchema, call.body));
      if (held(group, fields))
        throw refusal(409, "duplicate_group_role_assignment", "This role assignment of the group already exists.");
      return { status: 201, body: render(insert(group, fields, call.now)) };
    }),

    // What stays keeps its id. ASSUMED: naming one twice counts once.
    put(base, (call) => {
      const group = existingGroup(call);
      const body = valid(replaceSchema, call.body);
      const all = body.role_assignments.map((one) => wanted(group, one));
      const kept = new Set(all.map((fields) => (held(group, fields) ?? insert(group, fields, call.now)).id));
      const now = [...groupRoleAssignments.group("group_id", group.id)];
      for (const { id } of now) if (!kept.has(id)) groupRoleAssignments.delete(id);
      const data = now.filter(({ id }) => kept.has(id)).map(render);
      return { status: 200, body: { object: "list", data, list_metadata: { before: null, after: null } } };
    }),

    // All or nothing. ASSUMED: 422 for an assignment in both lists and for too many, 204 for success.
    patch(base, (call) => {
      const group = existingGroup(call);
      const body = valid(changeSchema, optionalBody(call));
      requireSomeChanges(body);
      const add = body.add.map((one) => wanted(group, one));
      const both = add.find((fields) => body.remove.some((entry) => isNamed(group, entry, fields)));
      if (both) throw invalid([{ field: "remove", text: `'${both.role_slug}' is in add as well` }]);
      for (const fields of add) if (!held(group, fields)) insert(group, fields, call.now);
      // What matches no assignment is skipped, even if there is no such role or resource.
      for (const assignment of [...groupRoleAssignments.group("group_id", group.id)])
        if (body.remove.some((entry) => isNamed(group, entry, assignment))) groupRoleAssignments.delete(assignment.id);
      return { status: 204 };
    }),

    del(base, (call) => {
      const group = existingGroup(call);
      const fields = wanted(group, valid(assignmentSchema, call.body));
      const assignment = held(group, fields);
      if (!assignment) throw notFound("Role assignment", fields.role_slug);
      groupRoleAssignments.delete(assignment.id);
      return { status: 204 };
    }),

    get(`${base}/{role_assignment_id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    del(`${base}/{role_assignment_id}`, (call) => {
      groupRoleAssignments.delete(existing(call).id);
      return { status: 204 };
    }),
  ];
}

/** Whether an entry names this role on this resource: by id, by type and external id, or, without any, the organization. */
function isNamed(
  { organization_id }: Group,
  entry: z.infer<typeof assignmentSchema>,
  { role_slug, resource }: Pick<GroupRoleAssignment, "role_slug" | "resource">,
): boolean {
  if (entry.role_slug !== role_slug) return false;
  if (entry.resource_id !== undefined) return entry.resource_id === resource.id;
  if (entry.resource_external_id === undefined) return resource.id === organizationResource({ id: organization_id }).id;
  return (
    entry.resource_external_id === resource.external_id && entry.resource_type_slug === resource.resource_type_slug
  );
}

/** ASSUMED: 404 for a role that does not apply to the organization, 422 for one that is for another type of resource. */
export function requireAssignableRole(
  store: WorkosStore,
  organizationId: string,
  slug: string,
  { resource_type_slug }: ResourceReference,
): void {
  const role =
    store.roles.find("slug", roleKey(organizationId, slug)) ?? store.roles.find("slug", roleKey(undefined, slug));
  if (!role) throw notFound("Role", slug);
  if (role.resource_type_slug !== resource_type_slug)
    throw invalid([{ field: "role_slug", text: `'${slug}' is for resources of type ${role.resource_type_slug}` }]);
}

const render = ({ role_slug, ...assignment }: GroupRoleAssignment) => ({
  object: "group_role_assignment",
  ...assignment,
  role: { slug: role_slug },
});
