import { type Call, del, type Endpoint, get, param } from "../../core/api.ts";
import { notFound } from "../errors.ts";
import { list, text } from "../paging.ts";
import type { AgentInstance } from "../records.ts";
import type { WorkosStore } from "../store.ts";

/** Agents in an organization. They come about as tokens are minted. */
export function agentInstanceEndpoints(store: WorkosStore): Endpoint[] {
  const { agentInstances } = store;
  const existing = (call: Call): AgentInstance => {
    const id = param(call, "agent_instance_id");
    const instance = agentInstances.get(id);
    if (!instance) throw notFound("Agent instance", id);
    return instance;
  };

  return [
    get("/agents/instances", ({ query }) => {
      const [organizationId, blueprintId] = ["organization_id", "agent_blueprint_id"].map((name) => text(query, name));
      const where = (instance: AgentInstance) =>
        (organizationId === undefined || instance.organization_id === organizationId) &&
        (blueprintId === undefined || instance.agent_blueprint_id === blueprintId);
      return { status: 200, body: list(agentInstances, agentInstances.all, query, renderInstance, { where }) };
    }),

    get("/agents/instances/{agent_instance_id}", (call) => ({ status: 200, body: renderInstance(existing(call)) })),

    // ASSUMED: its sessions go without events of their own.
    del("/agents/instances/{agent_instance_id}", (call) => {
      const instance = existing(call);
      store.forgetAgentInstance(instance);
      const facts = { cause: call.actor, now: call.now, organizationId: instance.organization_id };
      store.emit("agent.instance.deleted", renderInstance(instance), facts);
      return { status: 204 };
    }),
  ];
}

export const renderInstance = (instance: AgentInstance) => ({
  object: "agent_instance",
  ...instance,
  type: instance.organization_membership_id === null ? "autonomous" : "delegated",
});
