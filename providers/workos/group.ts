import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { description } from "./description.ts";
import { noneIfGone } from "./none-if-gone.ts";

interface GroupRow {
  id: string;
  organization_id: string;
  name: string;
  description?: string | null;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  /** Shown to people, and the natural key in the organization; up to 256 characters. */
  name: z.string().trim().min(1).max(256),
  /** Up to 150 characters; null, or nothing, for none. */
  description,
});

const groupsOf = (organizationId: string): string => `/organizations/${encodeURIComponent(organizationId)}/groups`;

export const groups: Collection<WorkosClient, GroupRow> = {
  name: "groups",
  within: "workos:Organization",
  list: (client, organizationId) => noneIfGone(client.list(groupsOf(organizationId))),
  id: (row) => row.id,
};

/**
 * A group of members of one organization, which roles can be given to. It is not a group of a customer's directory.
 * WorkOS does not say that names are unique, so one of the same name is looked for before a group is made; two of them
 * are refused. Source: WorkOS API reference, "Group".
 */
export class Group extends defineResource({
  vendor: workos,
  name: "Group",
  inputs,
  computed: z.object({}),
  identity: ["organizationId", "name"],
  immutable: ["organizationId"],
  importId: ["organizationId", "id"],
  collection: groups,
  scope: ({ organizationId }) => organizationId,
  matches: (row, { name }) => row.name === name,
  feed: {
    changes: ["group.created", "group.updated"],
    removals: ["group.deleted"],
    concerns: (data, { id }) => data.id === id,
  },

  describe: (row) => ({
    id: row.id,
    inputs: { organizationId: row.organization_id, name: row.name, description: row.description || null },
    computed: {},
  }),

  ensure: (client, { organizationId, ...group }) => client.post<GroupRow>(groupsOf(organizationId), group),
  // Only what changes: a description that is sent as null is cleared.
  sync: (client, changes, { row }) =>
    client.patch<GroupRow>(`${groupsOf(row.organization_id)}/${encodeURIComponent(row.id)}`, changes),
  async remove(client, { id, inputs: { organizationId } }) {
    await client.delete(`${groupsOf(organizationId)}/${encodeURIComponent(id)}`);
  },
}) {}
