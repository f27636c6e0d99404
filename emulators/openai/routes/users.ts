import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { assignRole, unassign } from "../assignments.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { cursorPage, listed, texts } from "../paging.ts";
import { ORGANIZATION, type User } from "../records.ts";
import type { OpenaiStore } from "../store.ts";
import { findRole } from "./roles.ts";

const updateSchema = z.object({
  role: z.enum(["owner", "reader"]).nullish(),
  role_id: z.string().nullish(),
  technical_level: z.string().nullish(),
  developer_persona: z.string().nullish(),
});

export function userEndpoints(store: OpenaiStore): Endpoint[] {
  const { users } = store;
  const base = "/organization/users";

  return [
    get(base, ({ query }) => {
      const emails = texts(query, "emails")?.map((email) => email.toLowerCase());
      const where = ({ email }: User) => emails === undefined || emails.includes(email.toLowerCase());
      const { omitLastId } = store.switches.values;
      const page = cursorPage(listed(users, users.all, where), query, (user) => renderUser(store, user), {
        omitLastId,
      });
      return { status: 200, body: page };
    }),

    get(`${base}/{user_id}`, (call) => ({ status: 200, body: renderUser(store, existingUser(store, call)) })),

    // ASSUMED: null leaves a role alone and clears the others; a role by id that is predefined sets the role of that name.
    post(`${base}/{user_id}`, (call) => {
      const user = existingUser(store, call);
      const body = valid(updateSchema, call.body);
      const role = body.role_id ? findRole(store, ORGANIZATION, body.role_id) : undefined;
      if (body.role_id && !role) throw notFound("role", body.role_id);
      const updated = {
        ...user,
        role: (role?.predefined ? role.name : undefined) ?? body.role ?? user.role,
        technical_level: body.technical_level === undefined ? user.technical_level : body.technical_level,
        developer_persona: body.developer_persona === undefined ? user.developer_persona : body.developer_persona,
      };
      if (updated.role !== user.role) refuseLastOwner(store, user);
      users.replace(updated);
      if (role && !role.predefined)
        assignRole(store, { scope: ORGANIZATION, principal_type: "user", principal_id: user.id, role }, call);
      if (updated.role !== user.role)
        store.audit("user.updated", { id: user.id, changes_requested: { role: updated.role } }, call.actor, call.now);
      return { status: 200, body: renderUser(store, updated) };
    }),

    // ASSUMED: everything of the person is deleted with them, without audit logs of its own.
    del(`${base}/{user_id}`, (call) => {
      const user = existingUser(store, call);
      refuseLastOwner(store, user);
      for (const member of [...store.projectUsers.group("user_id", user.id)]) store.projectUsers.delete(member.id);
      for (const member of [...store.groupUsers.group("user_id", user.id)]) store.groupUsers.delete(member.id);
      for (const key of [...store.apiKeys.group("owner_id", user.id)]) store.apiKeys.delete(key.id);
      unassign(store, "principal_id", user.id);
      users.delete(user.id);
      store.audit("user.deleted", { id: user.id }, call.actor, call.now);
      return { status: 200, body: { object: "organization.user.deleted", id: user.id, deleted: true } };
    }),
  ];
}

export function existingUser(store: OpenaiStore, call: Call): User {
  const id = param(call, "user_id");
  const user = store.users.get(id);
  if (!user) throw notFound("user", id);
  return user;
}

/** ASSUMED: an organization keeps at least one owner. */
function refuseLastOwner(store: OpenaiStore, user: User): void {
  if (user.role !== "owner") return;
  for (const other of store.users.all) if (other.role === "owner" && other.id !== user.id) return;
  throw refusal("The last owner of an organization cannot be removed.");
}

export function renderUser(store: OpenaiStore, user: User) {
  const projects = [...store.projectUsers.group("user_id", user.id)].map(({ project_id, role }) => ({
    id: project_id,
    name: store.projects.get(project_id)?.name ?? null,
    role,
  }));
  const keys = [...store.apiKeys.group("owner_id", user.id)].map(({ last_used_at }) => last_used_at ?? 0);
  return {
    object: "organization.user",
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    added_at: user.added_at,
    created: user.added_at,
    is_default: false,
    is_service_account: false,
    is_scim_managed: user.is_scim_managed,
    is_scale_tier_authorized_purchaser: null,
    api_key_last_used_at: Math.max(0, ...keys) || null,
    technical_level: user.technical_level,
    developer_persona: user.developer_persona,
    user: {
      object: "user",
      id: user.id,
      email: user.email,
      name: user.name,
      picture: null,
      enabled: true,
      banned: false,
      banned_at: null,
    },
    projects: { object: "list", data: projects },
  };
}
