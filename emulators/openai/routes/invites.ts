import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, post } from "../../core/api.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { cursorPage, listed } from "../paging.ts";
import type { Invite } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";

/** ASSUMED: no page says how long. */
const LIFETIME_SECONDS = 7 * 24 * 60 * 60;

const createSchema = z.object({
  email: z.email("must be an e-mail address"),
  role: z.enum(["reader", "owner"]),
  projects: z.array(z.object({ id: z.string(), role: z.enum(["member", "owner"]) })).optional(),
});
const acceptSchema = z.strictObject({ name: z.string().optional() });

export function inviteEndpoints(store: OpenaiStore): Endpoint[] {
  const { invites } = store;
  const base = "/organization/invites";

  return [
    get(base, ({ query, now }) => {
      const { omitLastId } = store.switches.values;
      const render = (invite: Invite) => renderInvite(invite, now);
      return { status: 200, body: cursorPage(listed(invites, invites.all), query, render, { omitLastId }) };
    }),

    // ASSUMED: whoever is a member, or has an invitation that is still good, is not invited again.
    post(base, (call) => {
      const body = valid(createSchema, call.body);
      const email = body.email.toLowerCase();
      if (store.users.find("email", email)) throw refusal(`${body.email} is a member of the organization already.`);
      for (const other of invites.group("email", email))
        if (statusOf(other, call.now) === "pending") throw refusal(`${body.email} has been invited already.`);
      // Source: the specification. Without `projects` a person joins the default project.
      const projects = body.projects ?? [{ id: store.defaultProjectId, role: "member" as const }];
      for (const { id } of projects)
        if (store.projects.get(id)?.archived_at !== null)
          throw refusal(`Invalid 'projects': no active project ${id}.`, { param: "projects", code: "invalid_value" });
      const invite = invites.insert({
        id: store.id("invite-"),
        email: body.email,
        role: body.role,
        projects,
        created_at: seconds(call.now),
        expires_at: seconds(call.now) + LIFETIME_SECONDS,
        accepted_at: null,
      });
      const data = { email: invite.email, role: invite.role };
      store.audit("invite.sent", { id: invite.id, data }, call.actor, call.now);
      return store.created(renderInvite(invite, call.now));
    }),

    get(`${base}/{invite_id}`, (call) => ({ status: 200, body: renderInvite(existing(store, call), call.now) })),

    del(`${base}/{invite_id}`, (call) => {
      const invite = existing(store, call);
      if (invite.accepted_at !== null) throw refusal("An invite that was accepted cannot be deleted.");
      invites.delete(invite.id);
      store.audit("invite.deleted", { id: invite.id }, call.actor, call.now);
      return { status: 200, body: { object: "organization.invite.deleted", id: invite.id, deleted: true } };
    }),
  ];
}

/** What the invited person does, and time. */
export function inviteControl(store: OpenaiStore): Endpoint[] {
  return [
    post("/invites/{invite_id}/accept", (call) => {
      const invite = existing(store, call);
      if (statusOf(invite, call.now) !== "pending") throw refusal("Only a pending invite can be accepted.");
      acceptInvite(store, invite, valid(acceptSchema, optionalBody(call)).name, call.now);
      return { status: 200, body: renderInvite(existing(store, call), call.now) };
    }),

    post("/invites/{invite_id}/expire", (call) => {
      const invite = existing(store, call);
      if (statusOf(invite, call.now) !== "pending") throw refusal("Only a pending invite can expire.");
      const expired = store.invites.replace({ ...invite, expires_at: seconds(call.now) });
      return { status: 200, body: renderInvite(expired, call.now) };
    }),
  ];
}

export function acceptInvite(store: OpenaiStore, invite: Invite, name: string | undefined, now: Date): void {
  const user = store.users.insert({
    id: store.id("user-"),
    email: invite.email,
    name: name ?? invite.email.split("@")[0] ?? invite.email,
    role: invite.role,
    added_at: seconds(now),
    is_scim_managed: false,
    technical_level: null,
    developer_persona: null,
  });
  // A project that was archived in the meantime cannot be joined.
  for (const { id: project_id, role } of invite.projects)
    if (store.projects.get(project_id)?.archived_at === null && !store.projectUsers.get(`${project_id}/${user.id}`))
      store.projectUsers.insert({
        id: `${project_id}/${user.id}`,
        project_id,
        user_id: user.id,
        role,
        added_at: seconds(now),
      });
  store.invites.replace({ ...invite, accepted_at: seconds(now) });
  const by = { kind: "person", email: invite.email } as const;
  store.audit("invite.accepted", { id: invite.id }, by, now);
  store.audit("user.added", { id: user.id, data: { role: user.role } }, by, now);
}

function existing(store: OpenaiStore, call: Call): Invite {
  const id = param(call, "invite_id");
  const invite = store.invites.get(id);
  if (!invite) throw notFound("invite", id);
  return invite;
}

function statusOf(invite: Invite, now: Date): "accepted" | "expired" | "pending" {
  if (invite.accepted_at !== null) return "accepted";
  return invite.expires_at <= seconds(now) ? "expired" : "pending";
}

const renderInvite = (invite: Invite, now: Date) => ({
  object: "organization.invite",
  id: invite.id,
  email: invite.email,
  role: invite.role,
  status: statusOf(invite, now),
  created_at: invite.created_at,
  expires_at: invite.expires_at,
  accepted_at: invite.accepted_at,
  projects: invite.projects,
});
