import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { unassign } from "../assignments.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { listed, nextPage } from "../paging.ts";
import type { Group } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";

/** ASSUMED: names may repeat. */
const bodySchema = z.object({ name: z.string().min(1, "must not be empty").max(255, "must be at most 255 long") });

export function groupEndpoints(store: OpenaiStore): Endpoint[] {
  const { groups } = store;
  const base = "/organization/groups";

  return [
    get(base, ({ query }) => {
      const options = { ordered: true, limit: { byDefault: 100, maximum: 1000, minimum: 0 } } as const;
      return { status: 200, body: nextPage(listed(groups, groups.all), query, renderGroup, options) };
    }),

    post(base, (call) => {
      const { name } = valid(bodySchema, call.body);
      const group = groups.insert({
        id: store.id("group_"),
        name,
        is_scim_managed: false,
        created_at: seconds(call.now),
      });
      store.audit("group.created", { id: group.id, data: { group_name: name } }, call.actor, call.now);
      return store.created(renderGroup(group));
    }),

    get(`${base}/{group_id}`, (call) => ({ status: 200, body: renderGroup(existingGroup(store, call)) })),

    post(`${base}/{group_id}`, (call) => {
      const group = ownGroup(store, call);
      const updated = groups.replace({ ...group, name: valid(bodySchema, call.body).name });
      const changes_requested = { group_name: updated.name };
      if (updated.name !== group.name)
        store.audit("group.updated", { id: group.id, changes_requested }, call.actor, call.now);
      // The specification's answer to this operation has no type.
      const { group_type, ...body } = renderGroup(updated);
      return { status: 200, body };
    }),

    // ASSUMED: members, projects and roles of a group are deleted with it, without audit logs of their own.
    del(`${base}/{group_id}`, (call) => {
      const group = ownGroup(store, call);
      for (const member of [...store.groupUsers.group("group_id", group.id)]) store.groupUsers.delete(member.id);
      for (const place of [...store.projectGroups.group("group_id", group.id)]) store.projectGroups.delete(place.id);
      unassign(store, "principal_id", group.id);
      groups.delete(group.id);
      store.audit("group.deleted", { id: group.id }, call.actor, call.now);
      return { status: 200, body: { object: "group.deleted", id: group.id, deleted: true } };
    }),
  ];
}

export function existingGroup(store: OpenaiStore, call: Call): Group {
  const id = param(call, "group_id");
  const group = store.groups.get(id);
  if (!group) throw notFound("group", id);
  return group;
}

/** ASSUMED: what the identity provider owns is refused with 400. */
export function ownGroup(store: OpenaiStore, call: Call): Group {
  const group = existingGroup(store, call);
  if (group.is_scim_managed) throw refusal(`Group ${group.id} is managed by your identity provider.`);
  return group;
}

const renderGroup = (group: Group) => ({
  id: group.id,
  name: group.name,
  created_at: group.created_at,
  is_scim_managed: group.is_scim_managed,
  group_type: "group",
});
