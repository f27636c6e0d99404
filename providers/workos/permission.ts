import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { description } from "./description.ts";

interface PermissionRow {
  id: string;
  slug: string;
  name: string;
  description?: string | null;
  system?: boolean;
  resource_type_slug?: string;
}

const inputs = z.strictObject({
  /** What roles refer to. Up to 48 lower-case letters, digits and `- _ : . *`. */
  slug: z
    .string()
    .min(1)
    .max(48)
    .regex(/^[a-z0-9\-_:.*]+$/, "may hold lower-case letters, digits and - _ : . * only"),
  /** Shown to people; up to 48 characters. */
  name: z.string().trim().min(1).max(48),
  /** Up to 150 characters; null, or nothing, for none. */
  description,
  /** The type of resources that it is about; such types are made in the dashboard. Omitted: `organization`. */
  resourceTypeSlug: z.string().min(1).max(48).optional(),
});

const computed = z.object({
  /** Made by WorkOS itself; cannot be changed or removed. */
  system: z.boolean(),
});

export const permissions: Collection<WorkosClient, PermissionRow> = {
  name: "permissions",
  list: (client) => client.list("/authorization/permissions"),
  id: (row) => row.id,
};

const path = (slug: string): string => `/authorization/permissions/${encodeURIComponent(slug)}`;

/**
 * A permission that roles of the environment can hold. Source: WorkOS API reference, "Permission".
 */
export class Permission extends defineResource({
  vendor: workos,
  name: "Permission",
  inputs,
  computed,
  identity: ["slug"],
  immutable: ["slug", "resourceTypeSlug"],
  importId: ["slug"],
  collection: permissions,
  scope: () => "",
  matches: (row, { slug }) => row.slug === slug,
  readOnly: ({ system }) => (system ? "it is a system permission, which WorkOS itself has made" : undefined),
  feed: {
    changes: ["permission.created", "permission.updated"],
    removals: ["permission.deleted"],
    concerns: (data, { inputs: { slug } }) => data.slug === slug,
  },

  describe: (row) => ({
    id: row.id,
    inputs: {
      slug: row.slug,
      name: row.name,
      description: row.description || null,
      resourceTypeSlug: row.resource_type_slug,
    },
    computed: { system: row.system ?? false },
  }),

  observe: (client, { inputs: { slug } }) => client.find<PermissionRow>(path(slug)),
  lookUp: (client, { slug }) => client.find<PermissionRow>(path(slug)),
  ensure: (client, { resourceTypeSlug, ...permission }) =>
    client.post<PermissionRow>("/authorization/permissions", { ...permission, resource_type_slug: resourceTypeSlug }),
  sync: (client, changes, { row }) => client.patch<PermissionRow>(path(row.slug), changes),
  async remove(client, { inputs: { slug } }) {
    await client.delete(path(slug));
  },
}) {}
