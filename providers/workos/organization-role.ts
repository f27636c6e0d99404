import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";

/** The role as the API answers it, and the organization it was asked for in: the answer does not name it. */
interface RoleRow {
  organizationId: string;
  id: string;
  slug: string;
  name: string;
  description?: string | null;
  type: string;
  permissions?: string[];
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  /** Begins with `org-`; up to 48 lower-case letters, digits, `-` and `_`. */
  slug: z
    .string()
    .max(48)
    .regex(/^org-[a-z0-9_-]+$/, "must begin with org- and hold lower-case letters, digits, - and _ only"),
  /** Shown to people; up to 48 characters. */
  name: z.string().trim().min(1).max(48),
  /** Up to 150 characters; null for none. */
  description: z.string().trim().max(150).nullish(),
  /** Slugs of permissions that exist; the whole set, in any order. `[]` for none. */
  permissions: z
    .array(z.string().min(1).max(48))
    .transform((slugs) => [...new Set(slugs)].sort())
    .optional(),
});

const rolesOf = (organizationId: string): string =>
  `/authorization/organizations/${encodeURIComponent(organizationId)}/roles`;

/** The list of an organization's roles holds the environment's too, and has no pages. */
export const organizationRoles: Collection<WorkosClient, RoleRow> = {
  name: "organization roles",
  within: "workos:Organization",
  async list(client, organizationId) {
    const roles = await client.unpaged<Omit<RoleRow, "organizationId">>(rolesOf(organizationId));
    return roles.filter(({ type }) => type === "OrganizationRole").map((role) => ({ ...role, organizationId }));
  },
  id: (row) => row.id,
};

/**
 * A custom role of one organization. All changes to the roles of one organization touch one shared order of priority,
 * so they are sent one after another. Source: WorkOS API reference, "Organization role".
 */
export class OrganizationRole extends defineResource({
  vendor: workos,
  name: "OrganizationRole",
  inputs,
  computed: z.object({}),
  identity: ["organizationId", "slug"],
  immutable: ["organizationId", "slug"],
  importId: ["organizationId", "slug"],
  collection: organizationRoles,
  scope: ({ organizationId }) => organizationId,
  matches: (row, { slug }) => row.slug === slug,
  feed: {
    changes: ["organization_role.created", "organization_role.updated"],
    removals: ["organization_role.deleted"],
    concerns: (data, { inputs: { organizationId, slug } }) =>
      data.organization_id === organizationId && data.slug === slug,
  },

  describe: (row) => ({
    id: row.id,
    inputs: {
      organizationId: row.organizationId,
      slug: row.slug,
      name: row.name,
      description: row.description ?? null,
      permissions: [...(row.permissions ?? [])].sort(),
    },
    computed: {},
  }),

  ensure: (client, { organizationId, permissions: _bySync, ...role }) =>
    client.inTurn(organizationId, async () => ({
      ...(await client.post<RoleRow>(rolesOf(organizationId), role)),
      organizationId,
    })),

  sync: (client, { permissions, ...rest }, { row }) =>
    client.inTurn(row.organizationId, async () => {
      const path = `${rolesOf(row.organizationId)}/${encodeURIComponent(row.slug)}`;
      let role = row;
      if (Object.keys(rest).length > 0) role = await client.patch<RoleRow>(path, rest);
      if (permissions) role = await client.put<RoleRow>(`${path}/permissions`, { permissions });
      return { ...role, organizationId: row.organizationId };
    }),

  async remove(client, { inputs: { organizationId, slug } }) {
    await client.inTurn(organizationId, () => client.delete(`${rolesOf(organizationId)}/${encodeURIComponent(slug)}`));
  },
}) {}
