import { z } from "zod";
import { type Call, type Endpoint, get, optionalBody, param, post } from "../../core/api.ts";
import { dashboardCause } from "../dashboard.ts";
import { notFound, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import type { AgentRegistration } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

/** How an agent that is registered in one of these ways has shown who it is. */
const METHODS = { anonymous: "anonymous", service_auth: "service_auth", identity_assertion: "id_jag" } as const;

const registerSchema = z.object({
  organization_id: z.string(),
  user_id: z.string().optional(),
  kind: z.enum(["anonymous", "service_auth", "identity_assertion"]).default("anonymous"),
  status: z.enum(["unverified", "verified", "expired"]).default("unverified"),
});

export function agentRegistrationEndpoints(store: WorkosStore): Endpoint[] {
  const { agentRegistrations } = store;
  const existing = (call: Call): AgentRegistration => {
    const registration = agentRegistrations.get(param(call, "id"));
    if (!registration) throw notFound("Agent registration", param(call, "id"));
    return registration;
  };

  return [
    get("/agents/registrations/{id}", (call) => ({ status: 200, body: render(existing(call)) })),

    // Revoking again answers what is there.
    post("/agents/registrations/{id}/revoke", (call) => {
      const registration = existing(call);
      if (registration.revoked_at !== null) return { status: 200, body: render(registration) };
      const revoked_at = iso(call.now);
      const revoked = agentRegistrations.replace({
        ...registration,
        status: "revoked",
        revoked_at,
        updated_at: revoked_at,
      });
      const facts = { cause: call.actor, now: call.now, organizationId: revoked.organization_id };
      store.emit("agent.registration.revoked", { agent_registration_id: revoked.id }, facts);
      return { status: 200, body: render(revoked) };
    }),
  ];
}

/** Agents register by themselves. */
export function agentRegistrationControl(store: WorkosStore): Endpoint[] {
  return [
    post("/agent_registrations", (call) => {
      const { organization_id, user_id, ...fields } = valid(registerSchema, optionalBody(call));
      const organization = existingOrganization(store, organization_id);
      const times = { created_at: iso(call.now), updated_at: iso(call.now) };
      const registration = store.agentRegistrations.insert({
        id: store.id("agent_registration", call.now),
        agent_identity: {
          id: store.id("agent_identity", call.now),
          userland_user_id: user_id === undefined ? null : existingUser(store, user_id).id,
          ...times,
        },
        organization_id: organization.id,
        ...fields,
        revoked_at: null,
        ...times,
      });
      const { id, userland_user_id } = registration.agent_identity;
      const { revoked_at, ...data } = registration;
      store.emit(
        "agent.registration.created",
        {
          object: "agent_registration",
          ...data,
          agent_identity: { object: "agent_identity", id, userland_user_id },
          method: METHODS[registration.kind],
        },
        { cause: dashboardCause(call), now: call.now, organizationId: organization.id },
      );
      return { status: 201, body: render(registration) };
    }),
  ];
}

/** Claims, by which a person takes an agent over, are made in a browser; there are none here. */
const render = (registration: AgentRegistration) => ({ ...registration, claim: null });
