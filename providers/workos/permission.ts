import type { PermissionResponse } from "@workos-inc/node";
import { at, defineResource, eventsOf, says, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { description, permissionSlug, resourceTypeSlug, shortName, timestamp } from "./fields.ts";

/**
 * A permission that roles of the environment can hold. Source: WorkOS API reference, "Permission".
 * @removal deletes; WorkOS's own ones are refused at preview
 */
export class Permission extends defineResource(workos, "Permission", {
  inputs: z.strictObject({
    /** What roles refer to. Up to 48 lower-case letters, digits and `- _ : . *`. */
    slug: permissionSlug,
    name: shortName,
    description: description.optional(),
    resourceTypeSlug: resourceTypeSlug.optional(),
  }),
  outputs: z.object({
    /** Made by WorkOS itself; cannot be changed or removed. */
    system: z.boolean(),
    createdAt: timestamp,
  }),
  key: ["slug"],
  immutable: ["slug", "resourceTypeSlug"],
  importId: "key",
  feed: { ...eventsOf("permission"), about: (data, { slug }) => says(data, { slug }), covers: {} },
  list: (api) => api.list<PermissionResponse>(at`/authorization/permissions`),
  show: (row) => ({
    slug: row.slug,
    name: row.name,
    description: row.description || null,
    resourceTypeSlug: row.resource_type_slug,
    system: row.system ?? false,
    createdAt: row.created_at,
  }),
  readOnly: ({ system }) => (system ? "it is a system permission, which WorkOS itself has made" : undefined),
  observe: (api, { slug }) => api.find(at`/authorization/permissions/${slug}`),
  lookUp: (api, { slug }) => api.find(at`/authorization/permissions/${slug}`),
  ensure: (api, permission) => api.post(at`/authorization/permissions`, snakeCase(permission)),
  sync: (api, changes, { slug }) => api.patch(at`/authorization/permissions/${slug}`, changes),
  remove: (api, { slug }) => api.delete(at`/authorization/permissions/${slug}`),
}) {}
