import type { OpenAI } from "openai";
import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { before, organizationRetention } from "./fields.ts";

const RETENTION = at`/organization/data_retention`;

/**
 * What OpenAI keeps of what the projects of the organization send, where they do not decide otherwise. Every organization has
 * this setting. One stack decides about it: a second one would change it under the hands of the first.
 * Source: OpenAI API reference, "Organization data retention".
 * @removal puts back what it was before, unless somebody changed it meanwhile
 */
export class OrganizationDataRetention extends defineResource(openai, "OrganizationDataRetention", {
  inputs: z.strictObject({ type: organizationRetention }),
  outputs: z.object({ before }),
  key: [],
  importId: ["id"],
  setting: {},
  list: async (api) => [await api.get<OpenAI.Admin.Organization.OrganizationDataRetention>(RETENTION)],
  id: () => "data_retention", // It has none of its own.
  show: ({ type }) => ({ type }),
  // What is shown as `type` is written as `retention_type`.
  ensure: (api, { type }) => api.post(RETENTION, { retention_type: type }),
  sync: (api, _changes, { type }) => api.post(RETENTION, { retention_type: type }),
}) {}
