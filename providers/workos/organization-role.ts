import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { ConflictError } from "../http/errors/conflict-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";
import { type MembershipRow, rolesOf as rolesHeld } from "./organization-membership.ts";
import { organizationRoleSlug, type RoleRow, roleFields, shownRole } from "./role-fields.ts";

/** The role as the API answers it, and the organization it was asked for in: the answer does not name it. */
interface OrganizationRoleRow extends RoleRow {
  organizationId: string;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  /** `org-`, then lower-case letters and digits with single `-` or `_` between them; up to 48 characters. */
  slug: organizationRoleSlug,
  ...roleFields,
});

const rolesOf = (organizationId: string): string =>
  `/authorization/organizations/${encodeURIComponent(organizationId)}/roles`;

/** All roles that apply to the organization, the environment's among them. */
export const applyingRoles = (client: WorkosClient, organizationId: string): Promise<RoleRow[]> =>
  client.unpaged(rolesOf(organizationId));

/** The list of an organization's roles holds the environment's too, and has no pages. */
export const organizationRoles: Collection<WorkosClient, OrganizationRoleRow> = {
  name: "organization roles",
  within: "workos:Organization",
  async list(client, organizationId) {
    const roles = await noneIfGone(applyingRoles(client, organizationId));
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
  immutable: ["organizationId", "slug", "resourceTypeSlug"],
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
    inputs: { organizationId: row.organizationId, ...shownRole(row) },
    computed: {},
  }),

  ensure: (client, { organizationId, slug, name, description, resourceTypeSlug }) =>
    client.inTurn(organizationId, async () => {
      const role = { slug, name, description, resource_type_slug: resourceTypeSlug };
      return { ...(await client.post<RoleRow>(rolesOf(organizationId), role)), organizationId };
    }),

  sync: (client, { permissions, ...rest }, { row }) =>
    client.inTurn(row.organizationId, async () => {
      const path = `${rolesOf(row.organizationId)}/${encodeURIComponent(row.slug)}`;
      let role: RoleRow = row;
      if (Object.keys(rest).length > 0) role = await client.patch<RoleRow>(path, rest);
      if (permissions) role = await client.put<RoleRow>(`${path}/permissions`, { permissions });
      return { ...role, organizationId: row.organizationId };
    }),

  async remove(client, { inputs: { organizationId, slug } }) {
    try {
      await client.inTurn(organizationId, () =>
        client.delete(`${rolesOf(organizationId)}/${encodeURIComponent(slug)}`),
      );
    } catch (error) {
      if (error instanceof ConflictError) error.message += await holders(client, organizationId, slug);
      throw error;
    }
  },
}) {}

/** Who keeps the role from being deleted, as far as one page of the organization's members tells. */
async function holders(client: WorkosClient, organization_id: string, slug: string): Promise<string> {
  try {
    const { data } = await client.get<{ data: MembershipRow[] }>("/user_management/organization_memberships", {
      organization_id,
      statuses: "active,inactive,pending",
      limit: 100,
    });
    const found = data
      .filter((membership) => rolesHeld(membership).includes(slug))
      .map(({ id, user }) => user?.email ?? id);
    if (found.length === 0) return "";
    const named = found.slice(0, 5).join(", ");
    return `. Held by ${found.length > 5 ? `${named} and others` : named}`;
  } catch {
    return ""; // The refusal itself is what matters.
  }
}
