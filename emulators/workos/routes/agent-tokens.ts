import { createHmac } from "node:crypto";
import { z } from "zod";
import { type Call, del, type Endpoint, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { malformed, notFound, refusal, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import type { AgentBlueprint, AgentInstance, AgentSession, Membership } from "../records.ts";
import { agentInstanceKey, iso, membershipKey, type WorkosStore } from "../store.ts";
import { existingBlueprint } from "./agent-blueprints.ts";
import { renderInstance } from "./agent-instances.ts";
import { emitSession, sessionStatus } from "./agent-sessions.ts";
import { permissionsOf } from "./authorization-access.ts";
import { organizationResource } from "./authorization-resources.ts";
import { assignmentsOf } from "./role-assignments.ts";

const text = z.string().min(1, "must not be empty");
const mintSchema = z.object({
  type: z.enum(["user_delegated", "autonomous", "agent_delegated", "refresh"]),
  user_access_token: text.optional(),
  intent: text.optional(),
  organization_id: text.optional(),
  agent_access_token: text.optional(),
  refresh_token: text.optional(),
});
type Mint = z.infer<typeof mintSchema>;
const validateSchema = z.object({ agent_access_token: text });
const signInSchema = z.object({ organization_id: z.string() });

/** What an access token says. */
interface Claims {
  /** The instance. */
  readonly sub: string;
  /** The session. */
  readonly sid: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly org_id: string;
  readonly permissions: readonly string[];
  readonly intent?: { readonly text: string };
  /** The user for whom it acts. */
  readonly act?: { readonly sub: string };
}

/** On whose authority a session is minted. */
interface Authority {
  readonly blueprint: AgentBlueprint;
  readonly organization_id: string;
  /** Null: the agent's own. */
  readonly membership: Membership | null;
  readonly user_session_id: string | null;
}

export function agentTokenEndpoints(store: WorkosStore): Endpoint[] {
  const base = "/agents/blueprints/{agent_blueprint_id}/tokens";
  return [
    post(base, (call) => {
      const blueprint = existingBlueprint(store, call);
      const body = valid(mintSchema, call.body, malformed);
      if (body.type === "refresh") return { status: 201, body: refreshed(store, blueprint, body, call) };
      return { status: 201, body: minted(store, authorityFor(store, blueprint, body, call), body, call) };
    }),

    // Whatever is wrong with a token is an error: the answer is never that it is not valid.
    post(`${base}/validate`, (call) => {
      const blueprint = existingBlueprint(store, call);
      const { agent_access_token } = valid(validateSchema, call.body, malformed);
      const { claims, session } = liveToken(store, blueprint, agent_access_token, call.now);
      return {
        status: 200,
        body: {
          valid: true,
          agent_instance_id: session.agent_instance_id,
          agent_instance_session_id: session.id,
          organization_id: claims.org_id,
          permissions: claims.permissions,
          intent: claims.intent?.text ?? null,
          acting_user_id: claims.act?.sub ?? null,
          session_expires_at: session.expires_at,
        },
      };
    }),
  ];
}

/** People sign in in a browser. What they get there is what a session on their behalf is minted with. */
export function userSessionControl(store: WorkosStore): Endpoint[] {
  return [
    post("/users/{id}/sessions", (call) => {
      const user = existingUser(store, param(call, "id"));
      const { organization_id } = valid(signInSchema, call.body);
      const membership = store.memberships.find("pair", membershipKey(user.id, organization_id));
      if (membership?.status !== "active") throw notFound("Active organization membership", user.id);
      store.users.replace({ ...user, last_sign_in_at: iso(call.now) });
      const session = store.userSessions.insert({
        id: store.id("session", call.now),
        organization_membership_id: membership.id,
        access_token: randomText(48),
        ended: false,
      });
      return { status: 201, body: { id: session.id, access_token: session.access_token } };
    }),

    del("/user_sessions/{id}", (call) => {
      const session = store.userSessions.get(param(call, "id"));
      if (!session) throw notFound("Session", param(call, "id"));
      store.userSessions.replace({ ...session, ended: true });
      return { status: 204 };
    }),
  ];
}

/** ASSUMED: 403 for who may not, 400 for a token that is no good; the codes are the client's, the statuses are not. */
function authorityFor(store: WorkosStore, blueprint: AgentBlueprint, body: Mint, call: Call): Authority {
  if (body.type === "autonomous") {
    const organization_id = existingOrganization(store, needed(body, "organization_id")).id;
    return allowed(store, { blueprint, organization_id, membership: null, user_session_id: null });
  }
  if (body.type === "agent_delegated") {
    const { session, instance } = liveToken(store, blueprint, needed(body, "agent_access_token"), call.now);
    return authorityOf(store, blueprint, session, instance);
  }
  const session = store.userSessions.find("access_token", needed(body, "user_access_token"));
  if (!session) throw refusal(400, "invalid_user_access_token", "The user access token is not valid.");
  if (session.ended) throw userSessionEnded();
  const membership = store.memberships.get(session.organization_membership_id);
  if (!membership) throw refusal(403, "user_not_member_of_organization", "The user is no member of the organization.");
  const { organization_id } = membership;
  return allowed(store, { blueprint, organization_id, membership, user_session_id: session.id });
}

/** On whose authority an instance goes on. */
function authorityOf(
  store: WorkosStore,
  blueprint: AgentBlueprint,
  { user_session_id }: AgentSession,
  { organization_id, organization_membership_id }: AgentInstance,
): Authority {
  const membership = store.memberships.get(organization_membership_id ?? "") ?? null;
  return allowed(store, { blueprint, organization_id, membership, user_session_id });
}

function allowed(store: WorkosStore, authority: Authority): Authority {
  const { blueprint, organization_id, membership } = authority;
  const type = membership ? "delegated" : "autonomous";
  if (!blueprint.invocable_as.instance_types.includes(type))
    throw refusal(403, "unsupported_invocation_type", `The blueprint cannot be invoked as ${type}.`);
  const { role_slugs, organization_ids } = blueprint.invocable_by;
  if (organization_ids.length > 0 && !organization_ids.includes(organization_id))
    throw refusal(403, "organization_not_invocable", "The blueprint cannot be invoked in this organization.");
  if (!membership) return authority;
  if (membership.status !== "active")
    throw refusal(403, "user_not_member_of_organization", "The user is no active member of the organization.");
  const own = organizationResource(existingOrganization(store, organization_id)).id;
  const roles = assignmentsOf(store, membership).filter(({ resource }) => resource.id === own);
  if (role_slugs.length > 0 && !roles.some(({ role_slug }) => role_slugs.includes(role_slug)))
    throw refusal(403, "role_not_invocable", "None of the user's roles may invoke the blueprint.");
  return authority;
}

/** A new session, of the instance that is there or of a new one. */
function minted(store: WorkosStore, authority: Authority, body: Mint, call: Call) {
  const { blueprint, organization_id, membership, user_session_id } = authority;
  const organization_membership_id = membership?.id ?? null;
  const times = { created_at: iso(call.now), updated_at: iso(call.now) };
  const owner = { agent_blueprint_id: blueprint.id, organization_id, organization_membership_id };
  const held = store.agentInstances.find("owner", agentInstanceKey(owner));
  const instance =
    held ?? store.agentInstances.insert({ id: store.id("agent_instance", call.now), ...owner, ...times });
  if (!held) {
    const facts = { cause: call.actor, now: call.now, organizationId: organization_id };
    store.emit("agent.instance.created", renderInstance(instance), facts);
  }
  const expires_at = iso(later(call.now, blueprint.session_settings.max_age_seconds));
  const session = store.agentSessions.insert({
    id: store.id("agent_instance_session", call.now),
    agent_instance_id: instance.id,
    user_session_id,
    ...nextRefreshToken(blueprint, expires_at, call.now),
    expires_at,
    revoked_at: null,
    ...times,
  });
  const permission_slugs = effectivePermissions(store, authority);
  emitSession(store, "created", session, call, { permission_slugs });
  return { ...issued(store, authority, session, body, call.now), new_instance: !held };
}

/**
 * The token and its successor: a refresh token is used once. ASSUMED: permissions are looked up again, as they are for a
 * session of the agent's own making; the intent is that of the request; and using a former token does no other harm.
 */
function refreshed(store: WorkosStore, blueprint: AgentBlueprint, body: Mint, call: Call) {
  const session = store.agentSessions.find("refresh_token", needed(body, "refresh_token"));
  const instance = session && store.agentInstances.get(session.agent_instance_id);
  if (!instance || instance.agent_blueprint_id !== blueprint.id) throw invalidRefreshToken();
  requireLive(store, session, call.now);
  if (session.refresh_token_expires_at <= iso(call.now)) throw invalidRefreshToken();
  const authority = authorityOf(store, blueprint, session, instance);
  const next = store.agentSessions.replace({
    ...session,
    ...nextRefreshToken(blueprint, session.expires_at, call.now),
    updated_at: iso(call.now),
  });
  return { ...issued(store, authority, next, body, call.now), new_instance: false };
}

/** It never outlives its session. */
function nextRefreshToken({ session_settings }: AgentBlueprint, sessionExpiresAt: string, now: Date) {
  const own = iso(later(now, session_settings.refresh_token_ttl_seconds));
  return {
    refresh_token: randomText(48),
    refresh_token_expires_at: own < sessionExpiresAt ? own : sessionExpiresAt,
  };
}

function issued(
  store: WorkosStore,
  authority: Authority,
  session: AgentSession,
  { intent }: { intent?: string | undefined },
  now: Date,
) {
  const { blueprint, organization_id, membership } = authority;
  const permissions = effectivePermissions(store, authority);
  const left = Math.floor((Date.parse(session.expires_at) - now.getTime()) / 1000);
  const expires_in = Math.min(blueprint.session_settings.access_token_ttl_seconds, left);
  const iat = Math.floor(now.getTime() / 1000);
  const access_token = signed(store.agentTokenKey, {
    sub: session.agent_instance_id,
    sid: session.id,
    jti: randomText(24),
    iat,
    exp: iat + expires_in,
    org_id: organization_id,
    permissions,
    ...(intent === undefined ? {} : { intent: { text: intent } }),
    ...(membership ? { act: { sub: membership.user_id } } : {}),
  });
  return {
    access_token,
    token_type: "Bearer",
    expires_in,
    refresh_token: session.refresh_token,
    agent_instance_id: session.agent_instance_id,
    agent_instance_session_id: session.id,
    permissions,
  };
}

/** Those of the blueprint that still exist; of a delegated session, those that the user has in the organization too. */
function effectivePermissions(store: WorkosStore, { blueprint, organization_id, membership }: Authority): string[] {
  const known = blueprint.permissions.filter((slug) => store.permissions.find("slug", slug));
  if (!membership) return known;
  const held = permissionsOf(store, membership, organizationResource(existingOrganization(store, organization_id)));
  return known.filter((slug) => held.has(slug));
}

/** A token that was minted from the blueprint and whose session goes on. */
function liveToken(store: WorkosStore, blueprint: AgentBlueprint, token: string, now: Date) {
  const claims = read(store.agentTokenKey, token);
  const session = claims && store.agentSessions.get(claims.sid);
  const instance = session && store.agentInstances.get(session.agent_instance_id);
  if (!instance || instance.agent_blueprint_id !== blueprint.id) throw invalidAgentToken();
  requireLive(store, session, now);
  if (claims.exp * 1000 <= now.getTime()) throw invalidAgentToken();
  return { claims, session, instance };
}

function requireLive(store: WorkosStore, session: AgentSession, now: Date): void {
  const status = sessionStatus(session, now);
  if (status !== "active") throw refusal(400, `session_${status}`, `The session is ${status}.`);
  if (session.user_session_id === null) return;
  if (store.userSessions.get(session.user_session_id)?.ended !== false) throw userSessionEnded();
}

/** WorkOS signs with a key pair, whose public half it serves. Here nobody else checks. */
function signed(key: string, claims: Claims): string {
  const [head, body] = [{ alg: "HS256", typ: "JWT" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `${head}.${body}.${signature(key, `${head}.${body}`)}`;
}

function read(key: string, token: string): Claims | undefined {
  const [head = "", body = ""] = token.split(".");
  if (token !== `${head}.${body}.${signature(key, `${head}.${body}`)}`) return undefined;
  return JSON.parse(Buffer.from(body, "base64url").toString()) as Claims;
}

const signature = (key: string, text: string) => createHmac("sha256", key).update(text).digest("base64url");

const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000);

function needed(body: Mint, field: "organization_id" | "user_access_token" | "agent_access_token" | "refresh_token") {
  const value = body[field];
  if (value === undefined) throw malformed([{ field, text: `is required for ${body.type}` }]);
  return value;
}

const invalidAgentToken = () => refusal(400, "invalid_agent_access_token", "The agent access token is not valid.");
const invalidRefreshToken = () => refusal(400, "invalid_refresh_token", "The refresh token is not valid.");
const userSessionEnded = () => refusal(400, "user_session_ended", "The user's session has ended.");
