import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { changed } from "../changes.ts";
import { renderDirectoryGroup, setMember } from "../directory-members.ts";
import { invalid, notFound, valid } from "../errors.ts";
import { existingDirectory, existingDirectoryGroup, existingDirectoryUser } from "../existing.ts";
import { jsonObject } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { DirectoryGroup } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

const updateSchema = z.object({ name: z.string(), raw_attributes: jsonObject }).partial();
const createSchema = updateSchema.extend({ name: z.string(), idp_id: z.string().optional() });
const memberSchema = z.object({ user_id: z.string() });

export function directoryGroupEndpoints(store: WorkosStore): Endpoint[] {
  const { directoryGroups } = store;
  return [
    // ASSUMED: 422 where neither directory nor user is given.
    get("/directory_groups", ({ query }) => {
      const directoryId = text(query, "directory");
      const userId = text(query, "user");
      if (directoryId === undefined && userId === undefined)
        throw invalid([{ field: "directory", text: "provide directory or user" }]);
      const user = userId === undefined ? undefined : existingDirectoryUser(store, userId);
      const directory = existingDirectory(store, directoryId ?? user?.directory_id ?? "");
      const where = (group: DirectoryGroup) => user === undefined || user.group_ids.includes(group.id);
      const within = directoryGroups.group("directory_id", directory.id);
      return { status: 200, body: list(directoryGroups, within, query, renderDirectoryGroup, { where }) };
    }),

    get("/directory_groups/{id}", (call) => ({ status: 200, body: renderDirectoryGroup(existing(store, call)) })),
  ];
}

/** What the customer's identity provider sends. */
export function directoryGroupControl(store: WorkosStore): Endpoint[] {
  const membersOf = (group: DirectoryGroup) =>
    [...store.directoryUsers.group("directory_id", group.directory_id)].filter((user) =>
      user.group_ids.includes(group.id),
    );
  return [
    post("/directories/{id}/groups", (call) => {
      const directory = existingDirectory(store, param(call, "id"));
      const body = valid(createSchema, call.body);
      const group = store.directoryGroups.insert({
        id: store.id("directory_group", call.now),
        idp_id: body.idp_id ?? randomText(12),
        directory_id: directory.id,
        organization_id: directory.organization_id,
        name: body.name,
        ...(body.raw_attributes === undefined ? {} : { raw_attributes: body.raw_attributes }),
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      emit(store, "dsync.group.created", group, call.now);
      return { status: 201, body: renderDirectoryGroup(group) };
    }),

    patch("/directory_groups/{id}", (call) => {
      const group = existing(store, call);
      const changes = valid(updateSchema, optionalBody(call)) as Partial<DirectoryGroup>;
      const change = changed<DirectoryGroup>(group, changes, call.now);
      if (!change) return { status: 200, body: renderDirectoryGroup(group) };
      const updated = store.directoryGroups.replace(change.record);
      emit(store, "dsync.group.updated", updated, call.now, change.previous);
      return { status: 200, body: renderDirectoryGroup(updated) };
    }),

    // ASSUMED: all members are removed first.
    del("/directory_groups/{id}", (call) => {
      const group = existing(store, call);
      for (const user of membersOf(group)) setMember(store, group, user, false, call.now);
      store.directoryGroups.delete(group.id);
      emit(store, "dsync.group.deleted", group, call.now);
      return { status: 204 };
    }),

    post("/directory_groups/{id}/users", (call) => {
      const group = existing(store, call);
      setMember(store, group, memberOf(group, valid(memberSchema, call.body).user_id), true, call.now);
      return { status: 200, body: renderDirectoryGroup(group) };
    }),

    del("/directory_groups/{id}/users/{userId}", (call) => {
      const group = existing(store, call);
      setMember(store, group, memberOf(group, param(call, "userId")), false, call.now);
      return { status: 204 };
    }),
  ];

  function memberOf(group: DirectoryGroup, id: string) {
    const user = existingDirectoryUser(store, id);
    if (user.directory_id !== group.directory_id) throw notFound("Directory user", id);
    return user;
  }
}

const existing = (store: WorkosStore, call: Call) => existingDirectoryGroup(store, param(call, "id"));

function emit(store: WorkosStore, type: string, group: DirectoryGroup, now: Date, previous?: object): void {
  const data = renderDirectoryGroup(group);
  const facts = { cause: { kind: "system" }, now, organizationId: group.organization_id } as const;
  store.emit(type, previous === undefined ? data : { ...data, previous_attributes: previous }, facts);
}
