import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { assignmentId, assignRole, unassignRole } from "../assignments.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { inOrder, nextPage } from "../paging.ts";
import { type Group, ORGANIZATION, type Role, type Scope, type User } from "../records.ts";
import type { OpenaiStore } from "../store.ts";
import { existingGroup } from "./groups.ts";
import { activeProject, existingProject } from "./projects.ts";
import { basicRole, findRole, findRoleToGive, renderRole } from "./roles.ts";
import { existingUser, renderUser } from "./users.ts";

/** A role as a principal has it. */
interface HeldRole {
  readonly role: Role;
  /** Groups through which a user has it; none: it was assigned directly. */
  readonly groupIds: readonly string[];
}

const createSchema = z.object({ role_id: z.string() });

/**
 * Users and groups, in the organization and in projects: four times the same operations. Source: the acceptance tests of a
 * Terraform provider (jianyuan/openai): the basic role of a user in a project is listed with the others. ASSUMED: the one
 * in the organization too, neither can be taken here, and a project's roles can be given to any member of the organization.
 */
export function roleAssignmentEndpoints(store: OpenaiStore): Endpoint[] {
  const organization = { read: () => ORGANIZATION, change: () => ORGANIZATION };
  const project = {
    read: (call: Call) => existingProject(store, call).id,
    change: (call: Call) => activeProject(store, call).id,
  };
  const user = {
    type: "user" as const,
    existing: (call: Call) => existingUser(store, call),
    render: (found: User) => ({ user: renderUser(store, found) }),
  };
  const group = {
    type: "group" as const,
    existing: (call: Call) => existingGroup(store, call),
    render: (found: Group) => ({ group: renderAssignedGroup(found) }),
  };
  return [
    ...assignmentsAt(store, "/organization/users/{user_id}/roles", organization, user),
    ...assignmentsAt(store, "/organization/groups/{group_id}/roles", organization, group),
    ...assignmentsAt(store, "/projects/{project_id}/users/{user_id}/roles", project, user),
    ...assignmentsAt(store, "/projects/{project_id}/groups/{group_id}/roles", project, group),
  ];
}

function assignmentsAt<P extends { readonly id: string }>(
  store: OpenaiStore,
  base: string,
  scopeOf: { read: (call: Call) => Scope; change: (call: Call) => Scope },
  principal: { type: "user" | "group"; existing: (call: Call) => P; render: (found: P) => object },
): Endpoint[] {
  const held = (call: Call): HeldRole => {
    const roleId = param(call, "role_id");
    const all = rolesHeld(store, scopeOf.read(call), principal.existing(call).id);
    const found = all.find(({ role }) => role.id === roleId);
    if (!found) throw notFound("role assignment", roleId);
    return found;
  };

  return [
    get(base, (call) => {
      const all = rolesHeld(store, scopeOf.read(call), principal.existing(call).id);
      // ASSUMED: the default, which is stated nowhere.
      const limit = { byDefault: 100, maximum: 1000, minimum: 0 } as const;
      const page = nextPage(
        inOrder(all, ({ role }) => role.id),
        call.query,
        renderHeld,
        { ordered: true, limit },
      );
      return { status: 200, body: page };
    }),

    // ASSUMED: assigning a role again changes nothing.
    post(base, (call) => {
      const scope = scopeOf.change(call);
      const found = principal.existing(call);
      const { role_id } = valid(createSchema, call.body);
      const role = findRoleToGive(store, scope, role_id);
      if (!role) throw notFound("role", role_id);
      assignRole(store, { scope, principal_type: principal.type, principal_id: found.id, role }, call);
      return store.created({ object: `${principal.type}.role`, ...principal.render(found), role: renderRole(role) });
    }),

    get(`${base}/{role_id}`, (call) => ({ status: 200, body: renderHeld(held(call)) })),

    del(`${base}/{role_id}`, (call) => {
      const scope = scopeOf.change(call);
      const { role, groupIds } = held(call);
      const assignment = store.roleAssignments.get(assignmentId(scope, principal.existing(call).id, role.id));
      if (!assignment)
        throw refusal(
          groupIds.length > 0
            ? `The role comes from the group ${groupIds[0]}; take it from there.`
            : "The role comes with the membership; change it there.",
        );
      unassignRole(store, assignment, call);
      return { status: 200, body: { object: `${principal.type}.role.deleted`, deleted: true } };
    }),
  ];
}

/** The basic one first, then direct ones, then those of the groups a user is in. */
function rolesHeld(store: OpenaiStore, scope: Scope, principalId: string): HeldRole[] {
  const held = new Map<string, HeldRole>();
  const add = (roleId: string, groupId: string | undefined) => {
    const role = findRole(store, scope, roleId);
    const known = held.get(roleId);
    if (!role || (known && known.groupIds.length === 0)) return;
    held.set(roleId, { role, groupIds: [...(known?.groupIds ?? []), ...(groupId === undefined ? [] : [groupId])] });
  };
  const assigned = (id: string) =>
    [...store.roleAssignments.group("principal_id", id)].filter((assignment) => assignment.scope === scope);
  const basic = basicRole(store, scope, principalId);
  if (basic) add(basic.id, undefined);
  for (const { role_id } of assigned(principalId)) add(role_id, undefined);
  for (const { group_id } of store.groupUsers.group("user_id", principalId))
    for (const { role_id } of assigned(group_id)) add(role_id, group_id);
  return [...held.values()];
}

function renderHeld({ role, groupIds }: HeldRole) {
  const { object, ...shared } = renderRole(role);
  return {
    ...shared,
    created_at: role.created_at,
    updated_at: role.updated_at,
    created_by: null,
    created_by_user_obj: null,
    metadata: null,
    assignment_sources: groupIds.map((principal_id) => ({ principal_id, principal_type: "group" })),
  };
}

/** Here alone the flag is spelled without `is_`. */
const renderAssignedGroup = (group: Group) => ({
  object: "group",
  id: group.id,
  name: group.name,
  created_at: group.created_at,
  scim_managed: group.is_scim_managed,
});
