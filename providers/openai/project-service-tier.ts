import type { OpenAI } from "openai";
import { at, defineResource, snakeCase, z } from "../kit.ts";
import { openai } from "./client.ts";
import { asSet, before, defaultTier, enabledTiers, vendorId } from "./fields.ts";

type TierRow = OpenAI.Admin.Organization.Projects.ProjectServiceTierSettings;

/**
 * How fast, and at which price, OpenAI serves a project. Every project has this setting from the start; what is left out stays as
 * it is. What the organization may not use stays out of reach, whatever is enabled here. Its id is the project's.
 * Source: OpenAI's Node SDK 7.57; OpenAI's published description does not have it yet.
 * @removal puts back what it was before, unless somebody changed it meanwhile
 */
export class ProjectServiceTier extends defineResource(openai, "ProjectServiceTier", {
  inputs: z.strictObject({
    projectId: vendorId,
    default: defaultTier.optional(),
    enabledTiers: enabledTiers.optional(),
  }),
  outputs: z.object({ before }),
  parent: { projectId: "openai:Project" },
  key: [],
  importId: "key",
  setting: {},
  list: async (api, { projectId }) => [
    await api.get<TierRow>(at`/organization/projects/${projectId}/service_tier_settings`),
  ],
  id: (_row, { projectId }) => projectId,
  show: (row) => ({
    default: row.default,
    enabledTiers: row.enabled_tiers === "all" ? ("all" as const) : asSet(row.enabled_tiers),
  }),
  ensure: (api, { projectId, ...tiers }) =>
    api.post(at`/organization/projects/${projectId}/service_tier_settings`, snakeCase(tiers)),
  sync: (api, changes, { projectId }) =>
    api.post(at`/organization/projects/${projectId}/service_tier_settings`, snakeCase(changes)),
}) {}
