import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { listedAs, nextPage } from "../paging.ts";
import type { GroupUser } from "../records.ts";
import type { OpenaiStore } from "../store.ts";
import { existingGroup, ownGroup } from "./groups.ts";

const createSchema = z.object({ user_id: z.string() });

export function groupUserEndpoints(store: OpenaiStore): Endpoint[] {
  const { groupUsers } = store;
  const base = "/organization/groups/{group_id}/users";
  const existing = (call: Call): GroupUser => {
    const group = existingGroup(store, call);
    const userId = param(call, "user_id");
    const member = groupUsers.get(`${group.id}/${userId}`);
    if (!member) throw notFound("group member", userId);
    return member;
  };
  const person = ({ user_id }: GroupUser) => {
    const user = store.users.get(user_id);
    return { id: user_id, name: user?.name ?? "", email: user?.email ?? null };
  };

  return [
    get(base, (call) => {
      const group = existingGroup(store, call);
      const members = listedAs(groupUsers, groupUsers.group("group_id", group.id), {
        of: ({ user_id }) => user_id,
        toRecord: (userId) => `${group.id}/${userId}`,
      });
      const limit = { byDefault: 100, maximum: 1000, minimum: 0 } as const;
      return { status: 200, body: nextPage(members, call.query, person, { ordered: true, direction: "desc", limit }) };
    }),

    post(base, (call) => {
      const group = ownGroup(store, call);
      const { user_id } = valid(createSchema, call.body);
      if (!store.users.get(user_id)) throw notFound("user", user_id);
      const id = `${group.id}/${user_id}`;
      if (groupUsers.get(id)) throw refusal(`User ${user_id} is a member of the group already.`);
      groupUsers.insert({ id, group_id: group.id, user_id });
      return store.created({ object: "group.user", user_id, group_id: group.id });
    }),

    get(`${base}/{user_id}`, (call) => ({
      status: 200,
      body: { ...person(existing(call)), picture: null, is_service_account: false, user_type: "user" },
    })),

    del(`${base}/{user_id}`, (call) => {
      ownGroup(store, call);
      groupUsers.delete(existing(call).id);
      return { status: 200, body: { object: "group.user.deleted", deleted: true } };
    }),
  ];
}
