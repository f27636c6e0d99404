import type { Call } from "../core/api.ts";
import type { Role, RoleAssignment, Scope } from "./records.ts";
import { type OpenaiStore, projectOf, resourceOf } from "./store.ts";

export function assignRole(
  store: OpenaiStore,
  facts: { scope: Scope; principal_type: "user" | "group"; principal_id: string; role: Role },
  call: Call,
): void {
  const { role, ...of } = facts;
  const id = assignmentId(of.scope, of.principal_id, role.id);
  if (store.roleAssignments.get(id)) return;
  const log_id = store.id("role_assignment_");
  audit(store, "created", store.roleAssignments.insert({ id, log_id, ...of, role_id: role.id }), call);
}

export function unassignRole(store: OpenaiStore, assignment: RoleAssignment, call: Call): void {
  store.roleAssignments.delete(assignment.id);
  audit(store, "deleted", assignment, call);
}

function audit(store: OpenaiStore, verb: string, assignment: RoleAssignment, { actor, now }: Call): void {
  const { log_id, scope, principal_id, principal_type } = assignment;
  const detail = { id: log_id, principal_id, principal_type, ...resourceOf(scope) };
  store.audit(`role.assignment.${verb}`, detail, actor, now, projectOf(scope));
}

/** Removes all assignments of a principal, or of a role. Writes no audit logs. */
export function unassign(store: OpenaiStore, by: "principal_id" | "role_id", id: string): void {
  for (const assignment of [...store.roleAssignments.group(by, id)]) store.roleAssignments.delete(assignment.id);
}

export const assignmentId = (scope: Scope, principalId: string, roleId: string): string =>
  `${scope}/${principalId}/${roleId}`;
