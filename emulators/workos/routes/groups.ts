import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { invalid, notFound, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import { description } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { Group, Membership } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";
import { renderMembershipWithoutRoles } from "./organization-memberships.ts";
import { renderUser } from "./users.ts";

const name = z.string().regex(/\S/, "must not be empty").max(256, "must be at most 256 characters");
const createSchema = z.object({ name, description: description.optional() });
const updateSchema = z.object({ name: name.optional(), description: description.optional() });
const memberSchema = z.object({ organization_membership_id: z.string() });
const membersSchema = z.object({ add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) });

/** Source: the client's words for what a change of many members, or roles, of a group may hold. */
export function requireSomeChanges(lists: {
  readonly add: readonly unknown[];
  readonly remove: readonly unknown[];
}): void {
  const count = lists.add.length + lists.remove.length;
  if (count < 1 || count > 100)
    throw invalid([{ field: "", text: "add and remove must have between 1 and 100 entries together" }]);
}

export function groupEndpoints(store: WorkosStore): Endpoint[] {
  const { groups, groupMembers } = store;
  const base = "/organizations/{organizationId}/groups";
  const organizationId = (call: Call) => existingOrganization(store, param(call, "organizationId")).id;
  const existingIn = (organization: string, id: string): Group => {
    const group = groups.get(id);
    if (group?.organization_id !== existingOrganization(store, organization).id) throw notFound("Group", id);
    return group;
  };
  const existing = (call: Call): Group => existingIn(param(call, "organizationId"), param(call, "groupId"));
  const membershipIn = (organization: string, id: string): Membership => {
    const membership = store.memberships.get(id);
    if (membership?.organization_id !== organization) throw notFound("Organization membership", id);
    return membership;
  };

  const enter = (group: Group, organization_membership_id: string, call: Call) => {
    const id = memberKey(group.id, organization_membership_id);
    if (groupMembers.get(id)) return;
    groupMembers.insert({ id, group_id: group.id, organization_membership_id });
    emit(store, "group.member_added", group, { group_id: group.id, organization_membership_id }, call);
  };
  const leave = (group: Group, organization_membership_id: string, call: Call) => {
    const id = memberKey(group.id, organization_membership_id);
    if (!groupMembers.get(id)) return;
    groupMembers.delete(id);
    emit(store, "group.member_removed", group, { group_id: group.id, organization_membership_id }, call);
  };

  return [
    get(base, (call) => {
      const within = groups.group("organization_id", organizationId(call));
      // ASSUMED: part of the name in any case, or the whole id.
      const search = text(call.query, "search");
      const where = ({ id, name }: Group) =>
        search === undefined || id === search || name.toLowerCase().includes(search.toLowerCase());
      return { status: 200, body: list(groups, within, call.query, render, { where }) };
    }),

    // ASSUMED: names may repeat.
    post(base, (call) => {
      const organization_id = organizationId(call);
      const body = valid(createSchema, call.body);
      const group = groups.insert({
        id: store.id("group", call.now),
        organization_id,
        name: body.name,
        description: body.description ?? null,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      emit(store, "group.created", group, render(group), call);
      return { status: 201, body: render(group) };
    }),

    get(`${base}/{groupId}`, (call) => ({ status: 200, body: render(existing(call)) })),

    patch(`${base}/{groupId}`, (call) => {
      const group = existing(call);
      const change = changed<Group>(group, valid(updateSchema, call.body) as Partial<Group>, call.now);
      if (!change) return { status: 200, body: render(group) };
      const body = render(groups.replace(change.record));
      emit(store, "group.updated", group, body, call, change.previous);
      return { status: 200, body };
    }),

    del(`${base}/{groupId}`, (call) => {
      const group = existing(call);
      removeGroup(store, group);
      emit(store, "group.deleted", group, render(group), call);
      return { status: 204 };
    }),

    get(`${base}/{groupId}/organization-memberships`, (call) => {
      const group = existing(call);
      const within = store.memberships.group("organization_id", group.organization_id);
      const where = ({ id }: Membership) => groupMembers.get(memberKey(group.id, id)) !== undefined;
      const shown = (membership: Membership) => ({
        ...renderMembershipWithoutRoles(membership),
        organization_name: existingOrganization(store, membership.organization_id).name,
        user: renderUser(existingUser(store, membership.user_id)),
      });
      return { status: 200, body: list(store.memberships, within, call.query, shown, { where }) };
    }),

    // ASSUMED: somebody who is in the group already stays in it, without an event.
    post(`${base}/{groupId}/organization-memberships`, (call) => {
      const group = existing(call);
      const { organization_membership_id } = valid(memberSchema, call.body);
      enter(group, membershipIn(group.organization_id, organization_membership_id).id, call);
      return { status: 200, body: render(group) };
    }),

    // All or nothing. ASSUMED: 422 for a member in both lists and for too many, 404 for one to add who is unknown, 204 for success.
    patch("/organizations/{organization_id}/groups/{group_id}/organization-memberships", (call) => {
      const group = existingIn(param(call, "organization_id"), param(call, "group_id"));
      const { add, remove } = valid(membersSchema, optionalBody(call));
      requireSomeChanges({ add, remove });
      const both = add.find((id) => remove.includes(id));
      if (both !== undefined) throw invalid([{ field: "remove", text: `'${both}' is in add as well` }]);
      for (const id of add) membershipIn(group.organization_id, id);
      for (const id of add) enter(group, id, call);
      for (const id of remove) leave(group, id, call);
      return { status: 204 };
    }),

    del(`${base}/{groupId}/organization-memberships/{omId}`, (call) => {
      const group = existing(call);
      const organization_membership_id = param(call, "omId");
      if (!groupMembers.get(memberKey(group.id, organization_membership_id)))
        throw notFound("Group membership", organization_membership_id);
      leave(group, organization_membership_id, call);
      return { status: 204 };
    }),

    get("/user_management/organization_memberships/{omId}/groups", (call) => {
      const membership = store.memberships.get(param(call, "omId"));
      if (!membership) throw notFound("Organization membership", param(call, "omId"));
      const within = groups.group("organization_id", membership.organization_id);
      const where = ({ id }: Group) => groupMembers.get(memberKey(id, membership.id)) !== undefined;
      return { status: 200, body: list(groups, within, call.query, render, { where }) };
    }),
  ];
}

export function removeGroup(store: WorkosStore, group: Group): void {
  for (const member of [...store.groupMembers.group("group_id", group.id)]) store.groupMembers.delete(member.id);
  for (const assignment of [...store.groupRoleAssignments.group("group_id", group.id)])
    store.groupRoleAssignments.delete(assignment.id);
  store.groups.delete(group.id);
}

const memberKey = (groupId: string, membershipId: string): string => `${groupId}/${membershipId}`;

const render = (group: Group) => ({ object: "group", ...group });

function emit(
  store: WorkosStore,
  type: string,
  group: Group,
  data: object,
  { actor, now }: { actor: Cause; now: Date },
  previous?: object,
): void {
  store.emit(type, data, { cause: actor, now, organizationId: group.organization_id, previous });
}
