import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { changed } from "../changes.ts";
import { renderDirectoryGroup, renderDirectoryRoles, renderDirectoryUser } from "../directory-members.ts";
import { invalid, valid } from "../errors.ts";
import { existingDirectory, existingDirectoryGroup, existingDirectoryUser } from "../existing.ts";
import { jsonObject } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { DirectoryUser } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";
import { roleApplies } from "./organization-memberships.ts";

const fields = {
  email: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, "must be an e-mail address")
    .nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  state: z.enum(["active", "suspended", "inactive"]),
  custom_attributes: jsonObject,
  /** Slugs, of which `role` is the first. */
  role: z.string(),
  roles: z.array(z.string()),
};
const updateSchema = z.object(fields).partial();
const createSchema = updateSchema.extend({ idp_id: z.string().optional() });

/** The identity provider, as events see it. */
const CAUSE: Cause = { kind: "system" };

export function directoryUserEndpoints(store: WorkosStore): Endpoint[] {
  const { directoryUsers } = store;
  const render = (user: DirectoryUser) => ({ ...renderDirectoryUser(user), groups: groupsOf(store, user) });
  return [
    // ASSUMED: 422 where neither directory nor group is given, or a filter lacks the directory it needs.
    get("/directory_users", ({ query }) => {
      const directoryId = text(query, "directory");
      const groupId = text(query, "group");
      const idpId = text(query, "idp_id");
      const email = text(query, "email")?.toLowerCase();
      if (directoryId === undefined && groupId === undefined)
        throw invalid([{ field: "directory", text: "provide directory or group" }]);
      if (directoryId === undefined && (idpId !== undefined || email !== undefined))
        throw invalid([{ field: "directory", text: "is required with idp_id and email" }]);
      const group = groupId === undefined ? undefined : existingDirectoryGroup(store, groupId);
      const directory = existingDirectory(store, directoryId ?? group?.directory_id ?? "");
      const where = (user: DirectoryUser) =>
        (group === undefined || user.group_ids.includes(group.id)) &&
        (idpId === undefined || user.idp_id === idpId) &&
        (email === undefined || user.email?.toLowerCase() === email);
      const within = directoryUsers.group("directory_id", directory.id);
      return { status: 200, body: list(directoryUsers, within, query, render, { where }) };
    }),

    get("/directory_users/{id}", (call) => ({ status: 200, body: render(existing(store, call)) })),
  ];
}

/** What the customer's identity provider sends. */
export function directoryUserControl(store: WorkosStore): Endpoint[] {
  return [
    post("/directories/{id}/users", (call) => {
      const directory = existingDirectory(store, param(call, "id"));
      const body = valid(createSchema, optionalBody(call));
      const user = store.directoryUsers.insert({
        id: store.id("directory_user", call.now),
        directory_id: directory.id,
        organization_id: directory.organization_id,
        idp_id: body.idp_id ?? randomText(12),
        email: body.email ?? null,
        first_name: body.first_name ?? null,
        last_name: body.last_name ?? null,
        state: body.state ?? "active",
        custom_attributes: body.custom_attributes ?? {},
        role_slugs: rolesFor(store, directory.organization_id, body) ?? [],
        group_ids: [],
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      emit(store, "dsync.user.created", user, call.now);
      return { status: 201, body: renderDirectoryUser(user) };
    }),

    patch("/directory_users/{id}", (call) => {
      const user = existing(store, call);
      const { role, roles, ...fields } = valid(updateSchema, optionalBody(call));
      const role_slugs = rolesFor(store, user.organization_id, { role, roles });
      const change = changed<DirectoryUser>(user, { ...fields, role_slugs } as Partial<DirectoryUser>, call.now);
      if (!change) return { status: 200, body: renderDirectoryUser(user) };
      const updated = store.directoryUsers.replace(change.record);
      const { role_slugs: former = [], ...previous } = change.previous;
      emit(store, "dsync.user.updated", updated, call.now, { ...previous, ...renderDirectoryRoles(former) });
      return { status: 200, body: renderDirectoryUser(updated) };
    }),

    del("/directory_users/{id}", (call) => {
      const user = existing(store, call);
      store.directoryUsers.delete(user.id);
      emit(store, "dsync.user.deleted", user, call.now);
      return { status: 204 };
    }),
  ];
}

function rolesFor(
  store: WorkosStore,
  organizationId: string,
  { role, roles }: { role?: string | undefined; roles?: string[] | undefined },
): string[] | undefined {
  if (role === undefined && roles === undefined) return undefined;
  const slugs = [...new Set([...(role === undefined ? [] : [role]), ...(roles ?? [])])];
  for (const slug of slugs)
    if (!roleApplies(store, organizationId, slug))
      throw invalid([{ field: "roles", text: `'${slug}' is no role of the organization's members` }]);
  return slugs;
}

const existing = (store: WorkosStore, call: Call) => existingDirectoryUser(store, param(call, "id"));

const groupsOf = (store: WorkosStore, user: DirectoryUser) =>
  user.group_ids.map((id) => renderDirectoryGroup(existingDirectoryGroup(store, id)));

/** Like the event of a key, an update repeats the former values inside its data. */
function emit(store: WorkosStore, type: string, user: DirectoryUser, now: Date, previous?: object): void {
  const data = renderDirectoryUser(user);
  const facts = { cause: CAUSE, now, organizationId: user.organization_id };
  store.emit(type, previous === undefined ? data : { ...data, previous_attributes: previous }, facts);
}
