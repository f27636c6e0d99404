import type { GroupResponse } from "@workos-inc/node";
import { at, defineResource, eventsOf, z } from "../kit.ts";
import { workos } from "./client.ts";
import { description, groupName, timestamp, vendorId } from "./fields.ts";

/**
 * A group of members of one organization, which roles can be given to. It is not a group of a customer's directory.
 * WorkOS does not say that names are unique, so one of the same name is looked for before a group is made; two of them
 * are refused. Source: WorkOS API reference, "Group".
 */
export class Group extends defineResource(workos, "Group", {
  inputs: z.strictObject({
    organizationId: vendorId,
    /** Shown to people, and the natural key in the organization; up to 256 characters. */
    name: groupName,
    description: description.optional(),
  }),
  outputs: z.object({ createdAt: timestamp }),
  parent: { organizationId: "workos:Organization" },
  key: ["name"],
  feed: { ...eventsOf("group"), covers: {} },
  list: (api, { organizationId }) => api.list<GroupResponse>(at`/organizations/${organizationId}/groups`),
  lookAgain: (api, { organizationId, id }) => api.find(at`/organizations/${organizationId}/groups/${id}`),
  show: ({ name, description, created_at }) => ({
    name,
    description: description || null,
    createdAt: created_at,
  }),
  ensure: (api, { organizationId, ...group }) => api.post(at`/organizations/${organizationId}/groups`, group),
  // Only what changes: a description that is sent as null is cleared.
  sync: (api, changes, { organizationId, id }) => api.patch(at`/organizations/${organizationId}/groups/${id}`, changes),
  remove: (api, { organizationId, id }) => api.delete(at`/organizations/${organizationId}/groups/${id}`),
}) {}
