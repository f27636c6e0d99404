import { type Call, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound } from "../errors.ts";
import { list, text } from "../paging.ts";
import type { AgentSession } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

/** What an agent's tokens belong to. They come about as tokens are minted. */
export function agentSessionEndpoints(store: WorkosStore): Endpoint[] {
  const { agentSessions } = store;
  const base = "/agents/sessions";
  const existing = (call: Call): AgentSession => {
    const id = param(call, "agent_instance_session_id");
    const session = agentSessions.get(id);
    if (!session) throw notFound("Agent instance session", id);
    return session;
  };

  return [
    get(base, (call) => {
      const [organizationId, blueprintId, instanceId] = [
        "organization_id",
        "agent_blueprint_id",
        "agent_instance_id",
      ].map((name) => text(call.query, name));
      const where = ({ agent_instance_id }: AgentSession) => {
        const instance = store.agentInstances.get(agent_instance_id);
        return (
          (organizationId === undefined || instance?.organization_id === organizationId) &&
          (blueprintId === undefined || instance?.agent_blueprint_id === blueprintId) &&
          (instanceId === undefined || agent_instance_id === instanceId)
        );
      };
      const shown = (session: AgentSession) => render(session, call.now);
      return { status: 200, body: list(agentSessions, agentSessions.all, call.query, shown, { where }) };
    }),

    get(`${base}/{agent_instance_session_id}`, (call) => ({ status: 200, body: render(existing(call), call.now) })),

    // One that has ended is answered as it is.
    post(`${base}/{agent_instance_session_id}/revoke`, (call) => {
      const session = existing(call);
      if (sessionStatus(session, call.now) !== "active") return { status: 200, body: render(session, call.now) };
      const revoked_at = iso(call.now);
      const revoked = agentSessions.replace({ ...session, revoked_at, updated_at: revoked_at });
      emitSession(store, "revoked", revoked, call);
      return { status: 200, body: render(revoked, call.now) };
    }),
  ];
}

export function sessionStatus({ revoked_at, expires_at }: AgentSession, now: Date): "active" | "revoked" | "expired" {
  if (revoked_at !== null) return "revoked";
  return expires_at <= iso(now) ? "expired" : "active";
}

/** Events say the organization instead of the status. */
export function emitSession(store: WorkosStore, what: string, session: AgentSession, call: Call, more = {}): void {
  const organizationId = store.agentInstances.get(session.agent_instance_id)?.organization_id;
  const data = { ...shownAlways(session), organization_id: organizationId, ...more };
  store.emit(`agent.instance.session.${what}`, data, { cause: call.actor, now: call.now, organizationId });
}

const render = (session: AgentSession, now: Date) => ({
  ...shownAlways(session),
  status: sessionStatus(session, now),
});

const shownAlways = ({ id, agent_instance_id, expires_at, revoked_at, created_at, updated_at }: AgentSession) => ({
  object: "agent_instance_session",
  id,
  agent_instance_id,
  expires_at,
  revoked_at,
  created_at,
  updated_at,
});
