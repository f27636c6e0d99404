import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { invalid, notFound, refusal, valid } from "../errors.ts";
import { list } from "../paging.ts";
import type { AgentBlueprint } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

const DAY_SECONDS = 24 * 60 * 60;
const INSTANCE_TYPES = ["delegated", "autonomous"] as const;

const seconds = (most: number) => z.int().min(1, "must be at least 1").max(most, `must be at most ${most}`);
const lifetimes = {
  max_age_seconds: seconds(365 * DAY_SECONDS),
  access_token_ttl_seconds: seconds(3600),
  refresh_token_ttl_seconds: seconds(60 * DAY_SECONDS),
};
/** ASSUMED: the lifetimes of a blueprint that names none. */
const DEFAULT_LIFETIMES = {
  max_age_seconds: 30 * DAY_SECONDS,
  access_token_ttl_seconds: 300,
  refresh_token_ttl_seconds: 7 * DAY_SECONDS,
};

const name = z.string().regex(/\S/, "must not be empty");
const slugs = z.array(z.string());
const sharedFields = {
  permissions: slugs.optional(),
  invocable_by: z.object({ role_slugs: slugs.optional(), organization_ids: z.array(z.string()).optional() }).optional(),
  invocable_as: z.object({ instance_types: z.array(z.enum(INSTANCE_TYPES)).optional() }).optional(),
};
const createSchema = z.object({
  ...sharedFields,
  name,
  description: z.string().optional(),
  session_settings: z.object(lifetimes).optional(),
});
const updateSchema = z.object({
  ...sharedFields,
  name: name.optional(),
  description: z.string().nullish(),
  session_settings: z.object(lifetimes).partial().optional(),
});
type Named = Pick<z.infer<typeof updateSchema>, "permissions" | "invocable_by">;

/** Templates of agents: what they may do at most, who may invoke them and as what, and how long their sessions last. */
export function agentBlueprintEndpoints(store: WorkosStore): Endpoint[] {
  const { agentBlueprints } = store;
  return [
    get("/agents/blueprints", ({ query }) => ({
      status: 200,
      body: list(agentBlueprints, agentBlueprints.all, query, render),
    })),

    post("/agents/blueprints", (call) => {
      const body = valid(createSchema, call.body);
      requireKnown(store, body);
      refuseTakenName(store, body.name);
      const blueprint = agentBlueprints.insert({
        id: store.id("agent_blueprint", call.now),
        name: body.name,
        description: body.description ?? null,
        permissions: unique(body.permissions ?? []),
        invocable_by: {
          role_slugs: unique(body.invocable_by?.role_slugs ?? []),
          organization_ids: unique(body.invocable_by?.organization_ids ?? []),
        },
        invocable_as: { instance_types: unique(body.invocable_as?.instance_types ?? INSTANCE_TYPES) },
        session_settings: body.session_settings ?? DEFAULT_LIFETIMES,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      emit(store, "created", render(blueprint), call);
      return { status: 201, body: render(blueprint) };
    }),

    get("/agents/blueprints/{agent_blueprint_id}", (call) => ({
      status: 200,
      body: render(existingBlueprint(store, call)),
    })),

    // What is left out stays, in the groups of members as well; a list replaces the former one.
    patch("/agents/blueprints/{agent_blueprint_id}", (call) => {
      const blueprint = existingBlueprint(store, call);
      const { name, description, ...body } = valid(updateSchema, optionalBody(call));
      requireKnown(store, body);
      if (name !== undefined) refuseTakenName(store, name, blueprint.id);
      const { role_slugs, organization_ids } = body.invocable_by ?? {};
      const { instance_types } = body.invocable_as ?? {};
      const { invocable_by, session_settings } = blueprint;
      const change = changed<AgentBlueprint>(
        blueprint,
        {
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
          ...(body.permissions === undefined ? {} : { permissions: unique(body.permissions) }),
          invocable_by: {
            role_slugs: role_slugs ? unique(role_slugs) : invocable_by.role_slugs,
            organization_ids: organization_ids ? unique(organization_ids) : invocable_by.organization_ids,
          },
          ...(instance_types ? { invocable_as: { instance_types: unique(instance_types) } } : {}),
          session_settings: { ...session_settings, ...given(body.session_settings ?? {}) },
        },
        call.now,
      );
      if (!change) return { status: 200, body: render(blueprint) };
      const answer = render(agentBlueprints.replace(change.record));
      emit(store, "updated", answer, call, change.previous);
      return { status: 200, body: answer };
    }),

    // ASSUMED: instances and sessions go with it without events of their own.
    del("/agents/blueprints/{agent_blueprint_id}", (call) => {
      const blueprint = existingBlueprint(store, call);
      for (const instance of [...store.agentInstances.group("agent_blueprint_id", blueprint.id)])
        store.forgetAgentInstance(instance);
      agentBlueprints.delete(blueprint.id);
      const { id, name, created_at, updated_at } = blueprint;
      emit(store, "deleted", { object: "agent_blueprint", id, name, created_at, updated_at }, call);
      return { status: 204 };
    }),
  ];
}

export function existingBlueprint(store: WorkosStore, call: Call): AgentBlueprint {
  const id = param(call, "agent_blueprint_id");
  const blueprint = store.agentBlueprints.get(id);
  if (!blueprint) throw notFound("Agent blueprint", id);
  return blueprint;
}

/**
 * ASSUMED: roles and organizations must exist as permissions must, the roles in the environment or in any organization;
 * and what is deleted later stays named, so that a list does not become empty, which would let everybody in.
 */
function requireKnown(store: WorkosStore, { permissions = [], invocable_by = {} }: Named): void {
  const { role_slugs = [], organization_ids = [] } = invocable_by;
  const roles = new Set([...store.roles.all].map(({ slug }) => slug));
  const require = (field: string, names: readonly string[], isKnown: (name: string) => boolean) => {
    const unknown = names.find((name) => !isKnown(name));
    if (unknown !== undefined) throw invalid([{ field, text: `'${unknown}' does not exist` }]);
  };
  require("permissions", permissions, (slug) => store.permissions.find("slug", slug) !== undefined);
  require("invocable_by.role_slugs", role_slugs, (slug) => roles.has(slug));
  require("invocable_by.organization_ids", organization_ids, (id) => store.organizations.get(id) !== undefined);
}

/** ASSUMED: names are unique. The client knows a conflict of blueprints and the code, and not that they belong together. */
function refuseTakenName(store: WorkosStore, name: string, except?: string): void {
  const holder = store.agentBlueprints.find("name", name);
  if (holder && holder.id !== except)
    throw refusal(409, "name_already_in_use", `An agent blueprint with the name '${name}' already exists.`);
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Its members that are there. */
const given = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const render = (blueprint: AgentBlueprint) => ({ object: "agent_blueprint", ...blueprint });

/** Blueprints belong to no organization. */
function emit(store: WorkosStore, what: string, data: object, { actor, now }: Call, previous?: object): void {
  store.emit(`agent.blueprint.${what}`, data, { cause: actor, now, previous });
}
