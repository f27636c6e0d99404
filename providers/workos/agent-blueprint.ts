import { at, defineResource, eventsOf, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import {
  agentInstanceTypes,
  agentSessions,
  asSet,
  longDescription,
  name,
  permissions,
  roleSlug,
  timestamp,
  vendorId,
} from "./fields.ts";

interface BlueprintRow {
  id: string;
  name: string;
  description: string | null;
  permissions: string[];
  invocable_by: { role_slugs: string[]; organization_ids: string[] };
  invocable_as: { instance_types: string[] };
  session_settings: {
    max_age_seconds: number;
    access_token_ttl_seconds: number;
    refresh_token_ttl_seconds: number;
  };
  created_at: string;
}

const inputs = z.strictObject({
  /** Shown to people, and the natural key in the environment. */
  name,
  description: longDescription.optional(),
  /** The most that its agents may do: slugs of permissions that exist; the whole set, in any order. */
  permissions: permissions.optional(),
  /** Who may invoke it. A list that is left out stays as it is. */
  invocableBy: z
    .strictObject({
      /** Roles whose members may have an agent act for them; the whole set. `[]`: every member may. */
      roleSlugs: z.array(roleSlug).transform(asSet).optional(),
      /** Organizations that agents may act in; the whole set. `[]`: every one. */
      organizationIds: z.array(vendorId).transform(asSet).optional(),
    })
    .optional(),
  /** As what: for a person (`delegated`), by itself (`autonomous`). The whole set; omitted: both, as WorkOS has it. */
  invocableAs: agentInstanceTypes.optional(),
  /** All three together. Omitted: as WorkOS has them by default, which no source states. */
  sessionSettings: agentSessions.optional(),
});
type Declared = z.output<typeof inputs>;

/**
 * What an AI agent may do at most, who may invoke it and as what, and how long its sessions last. The tokens that are
 * minted from it are the running program's business, and never in a state. One that is there, and which nothing proves
 * to be this stack's, is taken over on request. Source: WorkOS's Python client 10.8.0, `Agents`. ASSUMED: no two have
 * the same name.
 * @removal deletes, with its instances and their sessions: its agents can do nothing any more
 */
export class AgentBlueprint extends defineResource(workos, "AgentBlueprint", {
  inputs,
  outputs: z.object({ createdAt: timestamp }),
  key: ["name"],
  feed: eventsOf("agent.blueprint"),
  list: (api) => api.list<BlueprintRow>(at`/agents/blueprints`),
  lookAgain: (api, { id }) => api.find(at`/agents/blueprints/${id}`),
  show: (row, { invocableBy }) => ({
    name: row.name,
    description: row.description || null,
    permissions: asSet(row.permissions),
    invocableBy: invocableByIn(row, invocableBy),
    invocableAs: asSet(row.invocable_as.instance_types) as Declared["invocableAs"],
    sessionSettings: {
      maxAgeSeconds: row.session_settings.max_age_seconds,
      accessTokenTtlSeconds: row.session_settings.access_token_ttl_seconds,
      refreshTokenTtlSeconds: row.session_settings.refresh_token_ttl_seconds,
    },
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at),
  // A creation takes no null.
  ensure: (api, { description, ...declared }) =>
    api.post(at`/agents/blueprints`, { description: description ?? undefined, ...body(declared) }),
  sync: (api, changes, { id }) => api.patch(at`/agents/blueprints/${id}`, body(changes)),
  remove: (api, { id }) => api.delete(at`/agents/blueprints/${id}`),
}) {}

const body = ({ invocableBy, invocableAs, sessionSettings, ...others }: Partial<Declared>) => ({
  ...others,
  invocable_by: invocableBy && snakeCase(invocableBy),
  invocable_as: invocableAs && { instance_types: invocableAs },
  session_settings: sessionSettings && snakeCase(sessionSettings),
});

/** Of the two lists those that are declared; on import, both. */
const invocableByIn = ({ invocable_by }: BlueprintRow, declared: Declared["invocableBy"]) => ({
  ...((!declared || declared.roleSlugs) && { roleSlugs: asSet(invocable_by.role_slugs) }),
  ...((!declared || declared.organizationIds) && { organizationIds: asSet(invocable_by.organization_ids) }),
});
