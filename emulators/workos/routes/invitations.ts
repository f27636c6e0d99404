import { z } from "zod";
import { type Call, type Endpoint, get, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { invalidParameters, notFound, refusal, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import { email } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { Invitation, User } from "../records.ts";
import { type Cause, iso, membershipKey, type WorkosStore } from "../store.ts";
import { changeMembership, insertMembership, removeMembership, roleApplies } from "./organization-memberships.ts";
import { MEMBER_ROLE } from "./roles.ts";
import { insertUser } from "./users.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_EXPIRY_DAYS = 7;
const MAX_EXPIRY_DAYS = 30;

/** The languages that WorkOS writes its mails in. */
const LOCALES = new Set(
  (
    "af am ar bg bn bs ca cs da de de-DE el en en-AU en-CA en-GB en-US es es-419 es-ES es-US et fa fi fil fr fr-BE fr-CA " +
    "fr-FR fy gl gu ha he hi hr hu hy id is it it-IT ja jv ka kk km kn ko lt lv mk ml mn mr ms my nb ne nl nl-BE nl-NL nn " +
    "no pa pl pt pt-BR pt-PT ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh zh-CN zh-HK zh-TW zu"
  ).split(" "),
);
const locale = z.string().refine((value) => LOCALES.has(value), "is not a supported locale");

const createSchema = z.object({
  email,
  organization_id: z.string().optional(),
  role_slug: z.string().optional(),
  expires_in_days: z.int().optional(),
  inviter_user_id: z.string().optional(),
  locale: locale.optional(),
});
const resendSchema = z.object({ locale: locale.optional() });
const filterSchema = z.object({ email: email.optional() });

export function invitationEndpoints(store: WorkosStore): Endpoint[] {
  const { invitations } = store;
  const base = "/user_management/invitations";
  const existing = (call: Call): Invitation => {
    const id = param(call, "id");
    const invitation = invitations.get(id);
    if (!invitation) throw notFound("Invitation", id);
    return invitation;
  };
  const answer = (invitation: Invitation, { now }: Call) => ({ status: 200, body: render(store, invitation, now) });

  return [
    get(base, (call) => {
      const filter = valid(filterSchema, { email: text(call.query, "email", invalidParameters) }, invalidParameters);
      const address = filter.email?.toLowerCase();
      const organizationId = text(call.query, "organization_id", invalidParameters);
      const within =
        address !== undefined
          ? invitations.group("email", address)
          : organizationId !== undefined
            ? invitations.group("organization_id", organizationId)
            : invitations.all;
      const where = (invitation: Invitation) =>
        organizationId === undefined || invitation.organization_id === organizationId;
      const shown = (invitation: Invitation) => render(store, invitation, call.now);
      return {
        status: 200,
        body: list(invitations, within, call.query, shown, { where, wording: invalidParameters }),
      };
    }),

    post(base, (call) => {
      const body = valid(createSchema, call.body, invalidParameters);
      const days = body.expires_in_days ?? DEFAULT_EXPIRY_DAYS;
      if (days < 1) throw refusal(400, "expires_in_days_too_short", "An invitation is valid for at least 1 day.");
      if (days > MAX_EXPIRY_DAYS)
        throw refusal(400, "expires_in_days_too_long", `An invitation is valid for at most ${MAX_EXPIRY_DAYS} days.`);
      if (body.inviter_user_id !== undefined) existingUser(store, body.inviter_user_id);
      const user = store.users.find("email", body.email.toLowerCase());
      const organization_id = body.organization_id ?? null;
      if (organization_id === null) {
        // ASSUMED: a role needs an organization to be held in.
        if (body.role_slug !== undefined) throw refusal(400, "invalid_role", "A role needs an organization.");
        if (user) throw refusal(400, "user_already_exists", "A user with this email already exists.");
        if (pendingInvitation(store, body.email, null, call.now))
          throw refusal(400, "email_already_invited", "An invitation of this email already exists.");
      } else {
        existingOrganization(store, organization_id);
        if (body.role_slug !== undefined && !roleApplies(store, organization_id, body.role_slug))
          throw refusal(400, "invalid_role", `Role '${body.role_slug}' is not a valid role.`);
        const membership = user && store.memberships.find("pair", membershipKey(user.id, organization_id));
        if (membership && membership.status !== "pending")
          throw refusal(
            400,
            "user_already_organization_member",
            "A membership of the user in the organization already exists.",
          );
        if (pendingInvitation(store, body.email, organization_id, call.now))
          throw refusal(
            400,
            "email_already_invited_to_organization",
            "An invitation of this email to the organization already exists.",
          );
      }

      const invitation = insertInvitation(store, call, {
        email: body.email,
        organization_id,
        roleSlug: organization_id === null ? null : (body.role_slug ?? MEMBER_ROLE.slug),
        inviter_user_id: body.inviter_user_id ?? null,
        days,
      });
      if (organization_id !== null) prepareMembership(store, invitation, organization_id, user, call);
      emit(store, "invitation.created", invitation, call);
      return { status: 201, body: render(store, invitation, call.now) };
    }),

    get(`${base}/by_token/{token}`, (call) => {
      const token = param(call, "token");
      const invitation = invitations.find("token", token);
      if (!invitation) throw notFound("Invitation", token);
      return answer(invitation, call);
    }),

    get(`${base}/{id}`, (call) => answer(existing(call), call)),

    post(`${base}/{id}/revoke`, (call) => {
      const invitation = existing(call);
      if (stateOf(invitation, call.now) !== "pending") throw notPending();
      const revoked = invitations.replace({ ...invitation, revoked_at: iso(call.now), updated_at: iso(call.now) });
      const membership = membershipOf(store, revoked);
      if (membership?.status === "pending") removeMembership(store, membership, call.actor, call.now);
      emit(store, "invitation.revoked", revoked, call);
      return answer(revoked, call);
    }),

    post(`${base}/{id}/resend`, (call) => {
      const invitation = existing(call);
      valid(resendSchema, call.body, invalidParameters);
      const state = stateOf(invitation, call.now);
      if (state === "expired") throw refusal(400, "invite_expired", "Invite has expired.");
      if (state === "revoked") throw refusal(400, "invite_revoked", "Invite has been revoked.");
      if (state === "accepted") throw refusal(400, "invite_accepted", "Invite has already been accepted.");
      // ASSUMED: the same token goes out once more, and is valid for no longer than before.
      const resent = invitations.replace({ ...invitation, updated_at: iso(call.now) });
      emit(store, "invitation.resent", resent, call);
      return answer(resent, call);
    }),

    post(`${base}/{id}/accept`, (call) => {
      const invitation = existing(call);
      if (invitation.accepted_user_id !== null)
        throw refusal(400, "invite_has_accepted_user_id", "Invite has already been accepted.");
      if (stateOf(invitation, call.now) !== "pending") throw notPending();
      const user =
        store.users.find("email", invitation.email.toLowerCase()) ??
        insertUser(store, { email: invitation.email }, call.actor, call.now);
      const accepted = invitations.replace({
        ...invitation,
        accepted_user_id: user.id,
        accepted_at: iso(call.now),
        updated_at: iso(call.now),
      });
      activate(store, accepted, user, call.actor, call.now);
      emit(store, "invitation.accepted", accepted, call);
      return answer(accepted, call);
    }),
  ];
}

/** As approving an entry of the waitlist does; nothing happens if the address cannot be invited. */
export function inviteToEnvironment(store: WorkosStore, address: string, call: Call): void {
  if (store.users.find("email", address.toLowerCase()) || pendingInvitation(store, address, null, call.now)) return;
  const nobody = { organization_id: null, roleSlug: null, inviter_user_id: null };
  const invitation = insertInvitation(store, call, { email: address, ...nobody, days: DEFAULT_EXPIRY_DAYS });
  emit(store, "invitation.created", invitation, call);
}

function insertInvitation(
  store: WorkosStore,
  { now }: Call,
  {
    days,
    ...fields
  }: Pick<Invitation, "email" | "organization_id" | "roleSlug" | "inviter_user_id"> & { readonly days: number },
): Invitation {
  return store.invitations.insert({
    id: store.id("invitation", now),
    ...fields,
    accepted_user_id: null,
    token: randomText(25),
    expires_at: iso(new Date(now.getTime() + days * DAY_MS)),
    accepted_at: null,
    revoked_at: null,
    created_at: iso(now),
    updated_at: iso(now),
  });
}

function stateOf(invitation: Invitation, now: Date): "pending" | "accepted" | "revoked" | "expired" {
  if (invitation.accepted_at !== null) return "accepted";
  if (invitation.revoked_at !== null) return "revoked";
  return invitation.expires_at <= iso(now) ? "expired" : "pending";
}

function render(store: WorkosStore, invitation: Invitation, now: Date) {
  const { token } = invitation;
  const accept_invitation_url = `https://auth.example.com/invite?invitation_token=${token}`;
  return { ...renderForEvent(store, invitation, now), token, accept_invitation_url };
}

/** Events never carry the token. */
function renderForEvent(store: WorkosStore, invitation: Invitation, now: Date) {
  const { roleSlug, token, ...fields } = invitation;
  return {
    object: "invitation",
    ...fields,
    state: stateOf(invitation, now),
    role_slug: membershipOf(store, invitation)?.role_slugs[0] ?? roleSlug,
  };
}

/** What the invited person has in the organization by now. */
function membershipOf(store: WorkosStore, { email, organization_id }: Invitation) {
  const user = store.users.find("email", email.toLowerCase());
  if (!user || organization_id === null) return undefined;
  return store.memberships.find("pair", membershipKey(user.id, organization_id));
}

/**
 * Source: WorkOS documentation, an invitation to an organization comes with a pending membership. ASSUMED: so somebody
 * new becomes a user at once, since a membership has one; and the one left by an expired invitation is used again.
 */
function prepareMembership(
  store: WorkosStore,
  invitation: Invitation,
  organizationId: string,
  known: User | undefined,
  { actor, now }: Call,
): void {
  const user = known ?? insertUser(store, { email: invitation.email }, actor, now);
  const role_slugs = [invitation.roleSlug ?? MEMBER_ROLE.slug];
  const held = store.memberships.find("pair", membershipKey(user.id, organizationId));
  if (held) changeMembership(store, held, { role_slugs }, actor, now);
  else insertMembership(store, user.id, organizationId, "pending", role_slugs, actor, now);
}

/** Makes the membership active, which somebody may have deleted meanwhile. */
function activate(store: WorkosStore, invitation: Invitation, user: User, cause: Cause, now: Date): void {
  if (invitation.organization_id === null) return;
  const held = membershipOf(store, invitation);
  if (held) changeMembership(store, held, { status: "active" }, cause, now);
  else {
    const wanted = invitation.roleSlug ?? MEMBER_ROLE.slug;
    const role = roleApplies(store, invitation.organization_id, wanted) ? wanted : MEMBER_ROLE.slug;
    insertMembership(store, user.id, invitation.organization_id, "active", [role], cause, now);
  }
}

function pendingInvitation(store: WorkosStore, address: string, organizationId: string | null, now: Date): boolean {
  for (const invitation of store.invitations.group("email", address.toLowerCase()))
    if (invitation.organization_id === organizationId && stateOf(invitation, now) === "pending") return true;
  return false;
}

const notPending = () => refusal(400, "invite_not_pending", "Invite is not pending.");

function emit(store: WorkosStore, type: string, invitation: Invitation, { actor, now }: Call): void {
  const facts = { cause: actor, now, organizationId: invitation.organization_id ?? undefined };
  store.emit(type, renderForEvent(store, invitation, now), facts);
}
