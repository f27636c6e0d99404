import type { Bag, Description } from "../description.ts";
import { organization, permissions, role } from "../homes.ts";

const LIST = "/agents/blueprints";
const PATCH = `PATCH ${LIST}/{agent_blueprint_id}` as const;

export const agentBlueprint: Description = {
  dated: true,
  at: PATCH,
  async home(act, name) {
    const home = await organization(act, name);
    await permissions(act, name);
    await role(act, name);
    await act.post(LIST, { name: `${name} (EU)`, permissions: [`${name}:read`] });
    return home;
  },
  declared: ({ organizationId }, name) => ({
    name,
    description: "Answers tickets",
    permissions: [`${name}:read`, `${name}:write`],
    invocableBy: { roleSlugs: [name], organizationIds: [organizationId] },
    invocableAs: ["delegated"],
    sessionSettings: { maxAgeSeconds: 86_400, accessTokenTtlSeconds: 60, refreshTokenTtlSeconds: 3600 },
  }),
  changed: (_home, name) => ({
    name: `The ${name}`,
    description: null,
    permissions: [],
    invocableBy: { roleSlugs: [], organizationIds: [] },
    invocableAs: ["autonomous", "delegated"],
    sessionSettings: { maxAgeSeconds: 31_536_000, accessTokenTtlSeconds: 3600, refreshTokenTtlSeconds: 5_184_000 },
  }),
  async held(act, _home, name) {
    const { data } = await act.get(`${LIST}?limit=100&order=desc`);
    return data
      .filter((row: Bag) => String(row.name).includes(name))
      .map((row: Row) => ({
        id: row.id,
        name: row.name,
        description: row.description,
        permissions: row.permissions.toSorted(),
        invocableBy: {
          roleSlugs: row.invocable_by.role_slugs.toSorted(),
          organizationIds: row.invocable_by.organization_ids.toSorted(),
        },
        invocableAs: row.invocable_as.instance_types.toSorted(),
        sessionSettings: {
          maxAgeSeconds: row.session_settings.max_age_seconds,
          accessTokenTtlSeconds: row.session_settings.access_token_ttl_seconds,
          refreshTokenTtlSeconds: row.session_settings.refresh_token_ttl_seconds,
        },
      }));
  },
  life: {
    drifted: {
      meanwhile: ({ act, id }) =>
        act.patch(`${LIST}/${id}`, {
          description: "Mine now",
          invocable_as: { instance_types: ["delegated"] },
          session_settings: { access_token_ttl_seconds: 60 },
        }),
    },
    replaced: null, // Every field can be changed in place.
  },
};

interface Row {
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
}
